package io.clubroom.application.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomMembers.Member;
import io.clubroom.domain.chat.RoomMembers.Position;
import io.clubroom.domain.chat.RoomStandings;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lists the members of a room in pages, for users who may read it; of a public room, only those with a role above member. */
public final class ListMembers {
    /** @param after the last member of the previous page, null for the first page */
    public record Query(@Nullable Position after, int limit) {}

    public sealed interface Result {
        /** @param more whether there is a next page */
        record Page(List<Member> members, boolean more) implements Result {}

        record NotSignedIn() implements Result {}

        record NotFound() implements Result {}
    }

    private final RoomMembers members;
    private final RoomStandings standings;

    public ListMembers(RoomMembers members, RoomStandings standings) {
        this.members = members;
        this.standings = standings;
    }

    /** @param request parses the request; called only if the actor may read the room. */
    public Result list(Actor actor, RoomId room, Supplier<Query> request) {
        if (!(actor instanceof Actor.SignedIn reader)) {
            return new Result.NotSignedIn();
        }
        if (!RoomAccess.mayRead(standings.of(reader, room))) {
            return new Result.NotFound();
        }
        Query query = request.get();
        // One extra member tells whether there is a next page.
        List<Member> found = members.list(room, query.after(), query.limit() + 1);
        boolean more = found.size() > query.limit();
        return new Result.Page(more ? found.subList(0, query.limit()) : found, more);
    }
}
