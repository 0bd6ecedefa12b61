package io.clubroom.memory.user;

import io.clubroom.domain.user.CaseFolding;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserDirectory;
import io.clubroom.domain.user.UserFilter;
import io.clubroom.domain.user.UserOrder;
import io.clubroom.domain.user.UserStatistics;
import io.clubroom.memory.InMemoryTransactions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Lists and counts {@link InMemoryUsers}. */
public final class InMemoryUserDirectory implements UserDirectory {
    private final InMemoryTransactions transactions;
    private final UserTable table;

    public InMemoryUserDirectory(InMemoryUsers users) {
        this.transactions = users.transactions();
        this.table = users.table();
    }

    @Override
    public List<User> list(UserFilter filter, UserOrder order, @Nullable Position after, int limit) {
        return transactions.call(() ->
                table.after(after, order).filter(accepts(filter)).limit(limit).toList());
    }

    @Override
    public long count(UserFilter filter) {
        return transactions.call(() -> filter.text() == null
                ? table.count(filter.role(), filter.active())
                : table.all().stream().filter(accepts(filter)).count());
    }

    @Override
    public UserStatistics statistics(Instant now) {
        return transactions.call(() -> new UserStatistics(
                Arrays.stream(Role.values())
                        .collect(Collectors.toMap(Function.identity(), role -> table.count(role, null))),
                table.count(null, false),
                table.count(null, null),
                countSince(now.minus(Duration.ofHours(24))),
                countSince(now.minus(Duration.ofDays(7))),
                countSince(now.minus(Duration.ofDays(30)))));
    }

    private long countSince(Instant start) {
        return table.after(null, UserOrder.NEWEST_FIRST)
                .takeWhile(user -> !user.createdAt().isBefore(start))
                .count();
    }

    private static Predicate<User> accepts(UserFilter filter) {
        String text = filter.text() == null ? "" : CaseFolding.fold(filter.text());
        return user -> (filter.role() == null || user.role() == filter.role())
                && (filter.active() == null || user.active() == filter.active())
                && names(user).anyMatch(name -> CaseFolding.fold(name).contains(text));
    }

    private static Stream<String> names(User user) {
        return Stream.of(
                user.username().value(), user.email().value(), user.fullName().value());
    }
}
