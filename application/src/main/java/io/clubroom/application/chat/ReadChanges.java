package io.clubroom.application.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomStandings;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Reads the changes of a room in pages, for users who may read it. */
public final class ReadChanges {
    /** @param after {@link RoomChange#change()} of the last change that the actor knows */
    public record Query(long after, int limit) {}

    public sealed interface Result {
        /**
         * @param changes oldest first
         * @param more whether more changes follow
         */
        record Page(List<RoomChange> changes, boolean more) implements Result {}

        record NotSignedIn() implements Result {}

        record NotFound() implements Result {}
    }

    private final RoomStandings standings;
    private final Messages messages;

    public ReadChanges(RoomStandings standings, Messages messages) {
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
        // One extra change tells whether there is a next page.
        List<RoomChange> found =
                messages.changes(Map.of(room, query.after()), query.limit() + 1).getOrDefault(room, List.of());
        boolean more = found.size() > query.limit();
        return new Result.Page(more ? found.subList(0, query.limit()) : found, more);
    }
}
