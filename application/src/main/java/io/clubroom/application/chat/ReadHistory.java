package io.clubroom.application.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomStandings;
import java.util.List;
import java.util.Map;

/** Reads the messages of a room in pages, for signed-in users. */
public final class ReadHistory {
    /** The end of the range from which the page is taken. */
    public enum Direction {
        /** The messages nearest to {@link Query#before()} first. */
        BACKWARD,
        /** The messages nearest to {@link Query#after()} first. */
        FORWARD
    }

    /** The messages with {@code after < seq < before}. */
    public record Query(RoomId room, long after, long before, Direction direction, int limit) {}

    public sealed interface Result {
        /**
         * @param messages newest first, in either direction
         * @param more whether more messages follow in this direction
         */
        record Page(List<Message> messages, boolean more) implements Result {}

        record NotSignedIn() implements Result {}

        record NotFound() implements Result {}
    }

    private final RoomStandings standings;
    private final Messages messages;

    public ReadHistory(RoomStandings standings, Messages messages) {
        this.standings = standings;
        this.messages = messages;
    }

    public Result read(Actor actor, Query query) {
        if (!(actor instanceof Actor.SignedIn reader)) {
            return new Result.NotSignedIn();
        }
        if (!RoomAccess.mayRead(standings.of(reader, query.room()))) {
            return new Result.NotFound();
        }
        // One extra message tells whether there is a next page.
        List<Message> found = switch (query.direction()) {
            case BACKWARD -> messages.newest(query.room(), query.after(), query.before(), query.limit() + 1);
            case FORWARD ->
                messages
                        .following(Map.of(query.room(), query.after()), query.limit() + 1)
                        .getOrDefault(query.room(), List.of())
                        .stream()
                        .filter(message -> message.seq() < query.before())
                        .toList();
        };
        boolean more = found.size() > query.limit();
        List<Message> page = more ? found.subList(0, query.limit()) : found;
        return new Result.Page(query.direction() == Direction.FORWARD ? page.reversed() : page, more);
    }
}
