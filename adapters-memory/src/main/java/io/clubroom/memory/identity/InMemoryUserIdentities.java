package io.clubroom.memory.identity;

import io.clubroom.domain.identity.DuplicateIdentity;
import io.clubroom.domain.identity.Subject;
import io.clubroom.domain.identity.UserIdentities;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The links between providers' accounts and users, in memory. */
public final class InMemoryUserIdentities implements UserIdentities {
    private final InMemoryTransactions transactions;
    private final Map<Subject, UserId> bySubject = new HashMap<>();
    private final Map<UserId, Set<Subject>> byUser = new HashMap<>();

    public InMemoryUserIdentities(InMemoryTransactions transactions, InMemoryUsers users) {
        this.transactions = transactions;
        users.onRemoval(this::unlinkAll);
    }

    @Override
    public Optional<UserId> find(Subject subject) {
        return transactions.call(() -> Optional.ofNullable(bySubject.get(subject)));
    }

    @Override
    public void link(Subject subject, UserId user, Instant at) {
        transactions.run(() -> {
            if (bySubject.containsKey(subject)) {
                throw new DuplicateIdentity();
            }
            transactions.onRollback(() -> remove(subject, user));
            add(subject, user);
        });
    }

    @Override
    public boolean isLinked(UserId user) {
        return transactions.call(() -> byUser.containsKey(user));
    }

    @Override
    public void unlinkAll(UserId user) {
        transactions.run(() -> {
            for (Subject subject : Set.copyOf(byUser.getOrDefault(user, Set.of()))) {
                transactions.onRollback(() -> add(subject, user));
                remove(subject, user);
            }
        });
    }

    private void add(Subject subject, UserId user) {
        bySubject.put(subject, user);
        byUser.computeIfAbsent(user, _ -> new HashSet<>()).add(subject);
    }

    private void remove(Subject subject, UserId user) {
        bySubject.remove(subject);
        byUser.computeIfPresent(user, (_, subjects) -> {
            subjects.remove(subject);
            return subjects.isEmpty() ? null : subjects;
        });
    }
}
