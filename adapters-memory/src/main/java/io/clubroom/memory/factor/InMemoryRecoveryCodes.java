package io.clubroom.memory.factor;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.factor.RecoveryCodes;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.UndoableMap;
import io.clubroom.memory.user.InMemoryUsers;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The recovery codes of {@link InMemoryUsers}. */
public final class InMemoryRecoveryCodes implements RecoveryCodes {
    private final InMemoryTransactions transactions;
    private final InMemoryUsers users;
    private final UndoableMap<UserId, Hashed> codes;

    public InMemoryRecoveryCodes(InMemoryTransactions transactions, InMemoryUsers users) {
        this.transactions = transactions;
        this.users = users;
        this.codes = new UndoableMap<>(transactions);
        users.onRemoval(this::remove);
    }

    @Override
    public Optional<Hashed> find(UserId user) {
        return Optional.ofNullable(codes.get(user));
    }

    @Override
    public void replace(UserId user, Hashed replacement) {
        transactions.run(() -> {
            if (users.find(user).isPresent()) {
                codes.set(user, replacement);
            }
        });
    }

    @Override
    public boolean use(UserId user, SecretHash code) {
        return transactions.call(() -> {
            Optional<Hashed> found = find(user).filter(hashed -> hashed.hashes().contains(code));
            found.ifPresent(hashed -> codes.set(user, hashed.hashes().size() == 1 ? null : without(hashed, code)));
            return found.isPresent();
        });
    }

    private static Hashed without(Hashed codes, SecretHash used) {
        Set<SecretHash> left = new HashSet<>(codes.hashes());
        left.remove(used);
        return new Hashed(codes.salt(), left, codes.createdAt());
    }

    @Override
    public int left(UserId user) {
        return find(user).map(hashed -> hashed.hashes().size()).orElse(0);
    }

    @Override
    public void remove(UserId user) {
        codes.set(user, null);
    }
}
