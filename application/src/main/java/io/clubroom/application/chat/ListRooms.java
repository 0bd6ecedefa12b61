package io.clubroom.application.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.Rooms;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists rooms in pages, for signed-in users. */
public final class ListRooms {
    /** @param after the last room of the previous page, null for the first page */
    public record Query(@Nullable RoomId after, int limit) {}

    public sealed interface Result {
        /** @param next {@link Query#after()} of the next page, null if this is the last page */
        record Page(List<Room> rooms, @Nullable RoomId next) implements Result {}

        record NotSignedIn() implements Result {}
    }

    private final Rooms rooms;

    public ListRooms(Rooms rooms) {
        this.rooms = rooms;
    }

    public Result list(Actor actor, Query query) {
        if (!(actor instanceof Actor.SignedIn)) {
            return new Result.NotSignedIn();
        }
        // One extra room tells whether there is a next page.
        List<Room> found = rooms.list(query.after(), query.limit() + 1);
        boolean more = found.size() > query.limit();
        List<Room> page = more ? found.subList(0, query.limit()) : found;
        return new Result.Page(page, more ? page.getLast().id() : null);
    }
}
