package io.clubroom.application.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomSummary;
import io.clubroom.domain.chat.VisibleRooms;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists the rooms that a signed-in user may read, in pages. */
public final class ListRooms {
    /**
     * @param kind null for all kinds
     * @param after the last room of the previous page, null for the first page
     */
    public record Query(@Nullable RoomKind kind, @Nullable RoomId after, int limit) {}

    public sealed interface Result {
        /** @param next {@link Query#after()} of the next page, null if this is the last page */
        record Page(List<DescribedRoom> rooms, @Nullable RoomId next) implements Result {}

        record NotSignedIn() implements Result {}
    }

    private final VisibleRooms rooms;
    private final DescribeRooms describe;

    public ListRooms(VisibleRooms rooms, DescribeRooms describe) {
        this.rooms = rooms;
        this.describe = describe;
    }

    public Result list(Actor actor, Query query) {
        if (!(actor instanceof Actor.SignedIn reader)) {
            return new Result.NotSignedIn();
        }
        // One extra room tells whether there is a next page.
        List<RoomSummary> found = rooms.list(reader, query.kind(), query.after(), query.limit() + 1);
        boolean more = found.size() > query.limit();
        List<RoomSummary> page = more ? found.subList(0, query.limit()) : found;
        return new Result.Page(
                describe.describe(reader, page).rooms(),
                more ? page.getLast().room().id() : null);
    }
}
