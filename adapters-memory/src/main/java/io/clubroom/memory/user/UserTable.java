package io.clubroom.memory.user;

import io.clubroom.domain.user.CaseFolding;
import io.clubroom.domain.user.DuplicateUser;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.TakenNames;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserDirectory.Position;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.UserOrder;
import io.clubroom.domain.user.Username;
import io.clubroom.memory.InMemoryTransactions;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Users with an index for each lookup. Must be used within transactions. */
final class UserTable {
    private record Kind(Role role, boolean active) {
        static Kind of(User user) {
            return new Kind(user.role(), user.active());
        }
    }

    private final InMemoryTransactions transactions;
    private final Map<UserId, User> byId = new HashMap<>();
    private final Map<String, User> byUsername = new HashMap<>();
    private final Map<String, User> byEmail = new HashMap<>();
    private final Map<UserOrder.Key, NavigableMap<SortKey, User>> ordered = new EnumMap<>(UserOrder.Key.class);
    private final Map<Kind, Long> counts = new HashMap<>();
    private final Set<UserId> welcomed = new HashSet<>();
    private BiPredicate<UserId, Email> reservation = (_, _) -> false;

    UserTable(InMemoryTransactions transactions) {
        this.transactions = transactions;
        for (UserOrder.Key key : UserOrder.Key.values()) {
            ordered.put(key, new TreeMap<>());
        }
    }

    @Nullable
    User find(UserId id) {
        return byId.get(id);
    }

    @Nullable
    User findByUsername(String lowerCaseName) {
        return byUsername.get(lowerCaseName);
    }

    @Nullable
    User findByEmail(Email email) {
        return byEmail.get(CaseFolding.fold(email.value()));
    }

    Optional<TakenNames> taken(UserId id, Username username, Email email) {
        boolean usernameIsTaken = belongsToAnother(byUsername.get(CaseFolding.fold(username.value())), id);
        boolean emailIsTaken = belongsToAnother(findByEmail(email), id) || reservation.test(id, email);
        return usernameIsTaken || emailIsTaken
                ? Optional.of(new TakenNames(usernameIsTaken, emailIsTaken))
                : Optional.empty();
    }

    void insert(User user) {
        if (byId.containsKey(user.id())) {
            throw new IllegalStateException("user " + user.id() + " exists already");
        }
        refuseIfTaken(user);
        replace(null, user);
    }

    void update(User user) {
        User before = byId.get(user.id());
        if (before == null) {
            throw new IllegalStateException("user " + user.id() + " does not exist");
        }
        refuseIfTaken(user);
        replace(before, user);
    }

    void delete(User user) {
        replace(user, null);
    }

    /** Returns whether this is the first time. */
    boolean welcome(UserId id) {
        boolean first = welcomed.add(id);
        if (first) {
            transactions.onRollback(() -> welcomed.remove(id));
        }
        return first;
    }

    void onReservation(BiPredicate<UserId, Email> test) {
        reservation = test;
    }

    Collection<User> all() {
        return byId.values();
    }

    /** Returns a lazy stream of the users after a position, in the given order. */
    Stream<User> after(@Nullable Position position, UserOrder order) {
        NavigableMap<SortKey, User> ascending = inOrderOf(order.key());
        NavigableMap<SortKey, User> directed = order.descending() ? ascending.descendingMap() : ascending;
        NavigableMap<SortKey, User> rest =
                position == null ? directed : directed.tailMap(SortKey.of(order.key(), position), false);
        // collection.stream() would call size(), which takes linear time for a submap of a tree.
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(rest.values().iterator(), Spliterator.ORDERED), false);
    }

    long count(@Nullable Role role, @Nullable Boolean active) {
        return counts.entrySet().stream()
                .filter(entry -> role == null || entry.getKey().role() == role)
                .filter(entry -> active == null || entry.getKey().active() == active)
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private void refuseIfTaken(User user) {
        taken(user.id(), user.username(), user.email()).ifPresent(taken -> {
            throw new DuplicateUser(taken);
        });
    }

    private static boolean belongsToAnother(@Nullable User owner, UserId id) {
        return owner != null && !owner.id().equals(id);
    }

    private void replace(@Nullable User before, @Nullable User after) {
        transactions.onRollback(() -> index(after, before));
        index(before, after);
    }

    private void index(@Nullable User before, @Nullable User after) {
        if (before != null) {
            byId.remove(before.id());
            byUsername.remove(CaseFolding.fold(before.username().value()));
            byEmail.remove(CaseFolding.fold(before.email().value()));
            ordered.forEach((key, users) -> users.remove(sortKey(key, before)));
            counts.merge(Kind.of(before), -1L, Long::sum);
        }
        if (after != null) {
            byId.put(after.id(), after);
            byUsername.put(CaseFolding.fold(after.username().value()), after);
            byEmail.put(CaseFolding.fold(after.email().value()), after);
            ordered.forEach((key, users) -> users.put(sortKey(key, after), after));
            counts.merge(Kind.of(after), 1L, Long::sum);
        }
    }

    private static SortKey sortKey(UserOrder.Key key, User user) {
        return SortKey.of(key, new UserOrder(key, false).positionOf(user));
    }

    private NavigableMap<SortKey, User> inOrderOf(UserOrder.Key key) {
        return ordered.getOrDefault(key, Collections.emptyNavigableMap());
    }
}
