package io.clubroom.application.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.RoomStanding;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.chat.Rooms;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Decides who may enter a room: the users who may read it. */
public final class EnterRoom {
    /**
     * @param seq the message after which the client wants all changes to be replayed; null if none
     * @param wantsState whether the read state is requested
     */
    public record Request(
            Actor.SignedIn actor, RoomId room, @Nullable Long seq, boolean wantsState) {}

    public sealed interface Decision {
        /**
         * @param reached the last message and change of the room
         * @param change the number of the change that posted the message {@link Request#seq}; null if none was requested
         * @param isShownOthers whether the user is shown others' presence and typing
         * @param state the read state; null if it was not requested
         */
        record Allowed(
                Rooms.Reached reached, @Nullable Long change, boolean isShownOthers, RoomReads.@Nullable State state)
                implements Decision {}

        /** @param roomExists whether the room exists for others; the user must not learn of it */
        record NotFound(boolean roomExists) implements Decision {}
    }

    /** The decision about each request, in the order of the requests. */
    public record Result(List<Decision> decisions) {}

    private final Rooms rooms;
    private final RoomStandings standings;
    private final RoomReads reads;

    public EnterRoom(Rooms rooms, RoomStandings standings, RoomReads reads) {
        this.rooms = rooms;
        this.standings = standings;
        this.reads = reads;
    }

    /** Decides many requests together. */
    public Result enter(List<Request> requests) {
        Map<RoomId, Rooms.Reached> reached =
                rooms.reached(requests.stream().map(Request::room).distinct().toList());
        Map<RoomStandings.Key, RoomStanding> standing =
                standings.of(requests.stream().map(EnterRoom::key).distinct().toList());
        Set<Rooms.Place> places = new HashSet<>();
        Set<RoomReads.Reader> readers = new LinkedHashSet<>();
        for (Request request : requests) {
            // For users who may not read the room, the time would reveal how much it contains.
            if (request.seq() != null && RoomAccess.mayRead(standing.get(key(request)))) {
                places.add(new Rooms.Place(request.room(), request.seq()));
            }
            if (request.wantsState() && RoomAccess.mayRead(standing.get(key(request)))) {
                readers.add(reader(request));
            }
        }
        Map<Rooms.Place, Long> changes = places.isEmpty() ? Map.of() : rooms.changesAt(places);
        Map<RoomReads.Reader, RoomReads.State> states = readers.isEmpty() ? Map.of() : reads.states(readers);
        return new Result(requests.stream()
                .map(request -> decision(
                        reached.get(request.room()),
                        standing.get(key(request)),
                        request.seq() == null ? null : changes.get(new Rooms.Place(request.room(), request.seq())),
                        request.wantsState() ? states.get(reader(request)) : null))
                .toList());
    }

    private static RoomStandings.Key key(Request request) {
        return new RoomStandings.Key(request.actor(), request.room());
    }

    private static RoomReads.Reader reader(Request request) {
        return new RoomReads.Reader(request.room(), request.actor().id());
    }

    private static Decision decision(
            Rooms.@Nullable Reached reached,
            @Nullable RoomStanding standing,
            @Nullable Long change,
            RoomReads.@Nullable State state) {
        return reached == null || standing == null || !RoomAccess.mayRead(standing)
                ? new Decision.NotFound(reached != null)
                : new Decision.Allowed(reached, change, standing.isShownOthers(), state);
    }
}
