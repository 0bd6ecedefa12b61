package io.clubroom.persistence.user;

import static io.clubroom.persistence.user.UserRowMapper.USER_ROWS;

import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserDirectory;
import io.clubroom.domain.user.UserFilter;
import io.clubroom.domain.user.UserOrder;
import io.clubroom.domain.user.UserStatistics;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lists and counts users in PostgreSQL. */
@Singleton
public final class JdbcUserDirectory implements UserDirectory {
    private final UserRows rows;

    JdbcUserDirectory(UserRows rows) {
        this.rows = rows;
    }

    @Override
    public List<User> list(UserFilter filter, UserOrder order, @Nullable Position after, int limit) {
        if (matchesNobody(filter)) {
            return List.of();
        }
        return rows.list(UserSelection.page(filter, order, after, limit)).stream()
                .map(USER_ROWS::toUser)
                .toList();
    }

    @Override
    public long count(UserFilter filter) {
        return matchesNobody(filter) ? 0 : rows.count(UserSelection.count(filter));
    }

    @Override
    public UserStatistics statistics(Instant now) {
        StatisticsRow row = rows.statistics(
                now.minus(Duration.ofDays(1)), now.minus(Duration.ofDays(7)), now.minus(Duration.ofDays(30)));
        return new UserStatistics(
                Map.of(Role.CLIENT, row.clients(), Role.TRAINER, row.trainers(), Role.ADMIN, row.admins()),
                row.inactive(),
                row.total(),
                row.lastDay(),
                row.lastWeek(),
                row.lastMonth());
    }

    /** PostgreSQL rejects text with U+0000. */
    private static boolean matchesNobody(UserFilter filter) {
        return filter.text() != null && filter.text().indexOf('\0') >= 0;
    }
}
