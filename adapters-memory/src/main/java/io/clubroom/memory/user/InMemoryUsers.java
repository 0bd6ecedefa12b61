package io.clubroom.memory.user;

import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.TakenNames;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Users in memory, shared with {@link InMemoryAdmins} and {@link InMemoryUserDirectory}. */
public final class InMemoryUsers implements Users {
    private final InMemoryTransactions transactions;
    private final UserTable table;
    private final List<Consumer<UserId>> removals = new ArrayList<>();
    private final List<Consumer<UserId>> promotions = new ArrayList<>();

    public InMemoryUsers(InMemoryTransactions transactions) {
        this.transactions = transactions;
        this.table = new UserTable(transactions);
        transactions.checkActorsIn(this::find);
    }

    @Override
    public void add(User user) {
        transactions.run(() -> table.insert(user));
    }

    @Override
    public Optional<User> find(UserId id) {
        return transactions.call(() -> Optional.ofNullable(table.find(id)));
    }

    @Override
    public CompletionStage<Optional<User>> findAsync(UserId id) {
        return CompletableFuture.completedStage(find(id));
    }

    @Override
    public Optional<User> findByEmail(Email email) {
        return transactions.call(() -> Optional.ofNullable(table.findByEmail(email)));
    }

    /** Finds users by their names, which are in lower case. */
    public List<User> findByUsernames(Collection<String> names) {
        return transactions.call(() -> names.stream()
                .map(table::findByUsername)
                .filter(Objects::nonNull)
                .toList());
    }

    /** Returns all users in no particular order. Must be called within a transaction. */
    public Stream<User> all() {
        return table.all().stream();
    }

    public long countActive() {
        return transactions.call(() -> table.count(null, true));
    }

    @Override
    public Optional<TakenNames> taken(UserId id, Username username, Email email) {
        return transactions.call(() -> table.taken(id, username, email));
    }

    @Override
    public Optional<User> lock(UserId id) {
        transactions.require();
        return find(id);
    }

    @Override
    public Optional<User> lockExclusively(UserId id) {
        return lock(id);
    }

    @Override
    public void update(User user) {
        transactions.run(() -> {
            Optional<Role> before = find(user.id()).map(User::role);
            table.update(user);
            if (user.role() == Role.ADMIN && !before.equals(Optional.of(Role.ADMIN))) {
                promotions.forEach(promotion -> promotion.accept(user.id()));
            }
        });
    }

    @Override
    public void remove(UserId id) {
        transactions.run(() -> find(id).ifPresent(user -> {
            table.delete(user);
            removals.forEach(removal -> removal.accept(id));
        }));
    }

    @Override
    public boolean welcome(UserId id) {
        return transactions.call(() -> find(id).isPresent() && table.welcome(id));
    }

    @Override
    public void renewPasswordHash(UserId id, PasswordHash old, PasswordHash renewed) {
        transactions.run(() -> find(id).filter(user -> old.equals(user.passwordHash()))
                .ifPresent(user -> table.update(user.with(UserChange.NOTHING.withPasswordHash(renewed)))));
    }

    /** Registers a callback for the removal of a user, like a foreign key with {@code ON DELETE CASCADE}. */
    public void onRemoval(Consumer<UserId> removal) {
        transactions.run(() -> removals.add(removal));
    }

    /** Registers a callback for users who become administrators. */
    public void onPromotion(Consumer<UserId> promotion) {
        transactions.run(() -> promotions.add(promotion));
    }

    /** Registers a predicate that tests whether an address is reserved for a user other than the given one. */
    public void onReservation(BiPredicate<UserId, Email> reservation) {
        table.onReservation(reservation);
    }

    UserTable table() {
        return table;
    }

    InMemoryTransactions transactions() {
        return transactions;
    }
}
