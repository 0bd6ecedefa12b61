package io.clubroom.application.chat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomCreators;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.RoomSummary;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.chat.VisibleRooms;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Creates a public or private room, of which the actor becomes the owner. {@link RoomCreators} decides who may do so. */
public final class CreateRoom {
    /** Parses the request step by step, so that an actor who may not create the room is refused even if the rest is invalid. */
    public interface Request {
        /** The kind; not {@link RoomKind#DIRECT}. Called only for actors who may create rooms of some kind. */
        RoomKind kind();

        /** The rest. Called only for actors who may create rooms of this kind. */
        Command command();
    }

    /**
     * @param id null for a private room, which gets a random one
     * @param members the members besides the actor; all users are members of a public room
     */
    public record Command(@Nullable RoomId id, RoomName name, List<UserId> members) {}

    public sealed interface Result {
        record Created(DescribedRoom room) implements Result {}

        record NotAllowed() implements Result {}

        record Taken() implements Result {}

        /** One of the members does not exist or is inactive. */
        record UnknownMember(UserId user) implements Result {}
    }

    private final Transactions transactions;
    private final Rooms rooms;
    private final RoomMembers members;
    private final VisibleRooms visibleRooms;
    private final RoomCreators creators;
    private final RoomRelay relay;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    public CreateRoom(
            Transactions transactions,
            Rooms rooms,
            RoomMembers members,
            VisibleRooms visibleRooms,
            RoomCreators creators,
            RoomRelay relay,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.transactions = transactions;
        this.rooms = rooms;
        this.members = members;
        this.visibleRooms = visibleRooms;
        this.creators = creators;
        this.relay = relay;
        this.clock = clock;
        this.ids = ids;
    }

    public Result create(Actor actor, Request request) {
        if (!(actor instanceof Actor.SignedIn maker) || !creators.admits(actor)) {
            return new Result.NotAllowed();
        }
        RoomKind kind = request.kind();
        if (!creators.admits(actor, kind)) {
            return new Result.NotAllowed();
        }
        Command command = request.command();
        RoomId id = command.id() == null ? RoomId.given(ids.get()) : command.id();
        Room room = new Room(id, command.name(), kind, clock.instant());
        return transactions.call(actor, () -> store(maker, room, new LinkedHashSet<>(command.members())));
    }

    private Result store(Actor.SignedIn maker, Room room, Set<UserId> others) {
        others.remove(maker.id());
        Set<UserId> active = members.lockActive(others);
        for (UserId other : others) {
            if (!active.contains(other)) {
                return new Result.UnknownMember(other);
            }
        }
        if (!rooms.add(room)) {
            return new Result.Taken();
        }
        Instant now = room.createdAt();
        members.add(room.id(), List.of(maker.id()), RoomRole.OWNER, now);
        if (room.kind() == RoomKind.PRIVATE) {
            members.add(room.id(), others, RoomRole.MEMBER, now);
            others.add(maker.id());
            relay.membersAdded(room.id(), others);
        } else {
            relay.publicRoomAdded(room.id());
        }
        RoomSummary summary = visibleRooms.find(maker, room.id()).orElseThrow();
        return new Result.Created(new DescribedRoom(maker.id(), summary, null, RoomReads.Counts.NOTHING, null));
    }
}
