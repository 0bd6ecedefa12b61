package io.clubroom.domain.user;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists and counts users. Pages use keyset pagination: page 1,000 costs as much as page 1, and changes between two pages neither
 * repeat nor skip a user.
 */
public interface UserDirectory {
    /**
     * Returns up to {@code limit} users that match the filter, in this order.
     *
     * @param after the last user of the previous page, null for the first page
     * @throws io.clubroom.domain.validation.InvalidValue for {@code cursor}, if the position does not fit the order
     */
    List<User> list(UserFilter filter, UserOrder order, @Nullable Position after, int limit);

    /** The number of users that match the filter. */
    long count(UserFilter filter);

    UserStatistics statistics(Instant now);

    /**
     * The position in a list after a user.
     *
     * @param value the sort key of that user when the page was read
     */
    record Position(String value, UserId id) {}
}
