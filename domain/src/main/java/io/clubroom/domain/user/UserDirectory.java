package io.clubroom.domain.user;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lists and counts of users. A page costs the same however far back it is; changes meanwhile neither repeat nor hide a user. */
public interface UserDirectory {
    /**
     * At most {@code limit} users that the filter lets through, in this order, behind the position. Throws {@link
     * io.clubroom.domain.validation.InvalidValue} of the {@code cursor} if no user of this order can have such a position.
     */
    List<User> list(UserFilter filter, UserOrder order, @Nullable Position after, int limit);

    /** How many users the filter lets through. */
    long count(UserFilter filter);

    UserStatistics statistics(Instant now);

    /**
     * A place in a list: behind this user.
     *
     * @param value what the list is ordered by, as this user had it
     */
    record Position(String value, UserId id) {}
}
