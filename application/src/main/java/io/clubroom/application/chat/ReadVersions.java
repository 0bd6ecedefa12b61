package io.clubroom.application.chat;

import static java.util.Objects.requireNonNull;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomAction;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomStanding;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.chat.RoomVerdict;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the current text and earlier texts of a message; only for owners and moderators of its room. */
public final class ReadVersions {
    /** @param before only texts that were replaced before this change; null for all */
    public record Query(MessageId message, @Nullable Long before, int limit) {}

    public sealed interface Result {
        /**
         * @param versions the current one first; none if the message was deleted
         * @param next {@link Query#before} for the next page; null if there is none
         */
        record Page(
                List<Messages.Version> versions, @Nullable Long next) implements Result {}

        record NotSignedIn() implements Result {}

        record NoSuchRoom() implements Result {}

        record NotAllowed() implements Result {}

        record NoSuchMessage() implements Result {}
    }

    private final RoomStandings standings;
    private final Messages messages;

    public ReadVersions(RoomStandings standings, Messages messages) {
        this.standings = standings;
        this.messages = messages;
    }

    /** @param request parses the request; called only if the actor moderates the room. */
    public Result read(Actor actor, RoomId room, Supplier<Query> request) {
        if (!(actor instanceof Actor.SignedIn reader)) {
            return new Result.NotSignedIn();
        }
        RoomStanding standing = standings.of(reader, room);
        if (!RoomAccess.mayRead(standing)) {
            return new Result.NoSuchRoom();
        }
        if (RoomAccess.decide(standing, RoomAction.MODERATE) != RoomVerdict.ALLOWED) {
            return new Result.NotAllowed();
        }
        Query query = request.get();
        if (messages.find(room, query.message()).isEmpty()) {
            return new Result.NoSuchMessage();
        }
        // One extra text tells whether there is a next page, and where it begins.
        List<Messages.Version> found = messages.versions(room, query.message(), query.before(), query.limit() + 1);
        return found.size() > query.limit()
                ? new Result.Page(
                        found.subList(0, query.limit()),
                        requireNonNull(found.getLast().replacedBy()) + 1)
                : new Result.Page(found, null);
    }
}
