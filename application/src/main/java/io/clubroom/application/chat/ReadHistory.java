package io.clubroom.application.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomStandings;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Reads the messages of a room in pages, for users who may read it. */
public final class ReadHistory {
    /** The end of the range from which the page is taken. */
    public enum Direction {
        /** The messages nearest to {@link Query#before()} first. */
        BACKWARD,
        /** The messages nearest to {@link Query#after()} first. */
        FORWARD
    }

    /** The messages with {@code after < seq < before}. */
    public record Query(long after, long before, Direction direction, int limit) {}

    public sealed interface Result {
        /**
         * @param messages newest first, in either direction
         * @param next the {@code seq} of the last message in the direction of reading, null if no more messages follow there
         */
        record Page(List<Message> messages, @Nullable Long next) implements Result {}

        record NotSignedIn() implements Result {}

        record NotFound() implements Result {}
    }

    private final RoomStandings standings;
    private final Messages messages;

    public ReadHistory(RoomStandings standings, Messages messages) {
        this.standings = standings;
        this.messages = messages;
    }

    /** @param request parses the request; called only if the actor may read the room. */
    public Result read(Actor actor, RoomId room, Supplier<Query> request) {
        if (!(actor instanceof Actor.SignedIn reader)) {
            return new Result.NotSignedIn();
        }
        if (!RoomAccess.mayRead(standings.of(reader, room))) {
            return new Result.NotFound();
        }
        Query query = request.get();
        // One extra message tells whether there is a next page.
        List<Message> found = switch (query.direction()) {
            case BACKWARD -> messages.newest(room, query.after(), query.before(), query.limit() + 1);
            case FORWARD ->
                messages
                        .following(Map.of(room, query.after()), query.limit() + 1)
                        .getOrDefault(room, List.of())
                        .stream()
                        .filter(message -> message.seq() < query.before())
                        .toList();
        };
        boolean more = found.size() > query.limit();
        List<Message> page = more ? found.subList(0, query.limit()) : found;
        return new Result.Page(
                query.direction() == Direction.FORWARD ? page.reversed() : page,
                more ? (Long) page.getLast().seq() : null);
    }
}
