package io.clubroom.application.user;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserDirectory;
import io.clubroom.domain.user.UserDirectory.Position;
import io.clubroom.domain.user.UserFilter;
import io.clubroom.domain.user.UserOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists users in pages; only for administrators. */
public final class ListUsers {
    /** @param after the position of the last user of the previous page, null for the first page */
    public record Query(
            UserFilter filter, UserOrder order, @Nullable Position after, int limit) {}

    public sealed interface Result {
        /**
         * @param next {@link Query#after()} of the next page, null if this is the last page
         * @param total the number of users that match the filter, on all pages
         */
        record Page(List<User> users, @Nullable Position next, long total) implements Result {}

        record NotAllowed() implements Result {}
    }

    private final UserDirectory directory;

    public ListUsers(UserDirectory directory) {
        this.directory = directory;
    }

    public Result list(Actor actor, Query query) {
        if (!actor.isAdmin()) {
            return new Result.NotAllowed();
        }
        // One extra user tells whether there is a next page.
        List<User> found = directory.list(query.filter(), query.order(), query.after(), query.limit() + 1);
        boolean more = found.size() > query.limit();
        List<User> page = more ? found.subList(0, query.limit()) : found;
        Position next = more ? query.order().positionOf(page.getLast()) : null;
        return new Result.Page(page, next, directory.count(query.filter()));
    }
}
