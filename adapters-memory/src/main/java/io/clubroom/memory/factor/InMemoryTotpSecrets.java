package io.clubroom.memory.factor;

import io.clubroom.domain.factor.Totp;
import io.clubroom.domain.factor.TotpSecrets;
import io.clubroom.domain.factor.UsedSteps;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.UndoableMap;
import io.clubroom.memory.user.InMemoryUsers;
import java.time.Instant;
import java.util.Optional;

/** The authenticator apps of {@link InMemoryUsers}, not encrypted. */
public final class InMemoryTotpSecrets implements TotpSecrets {
    private final InMemoryTransactions transactions;
    private final InMemoryUsers users;
    private final UndoableMap<UserId, Totp> active;
    private final UndoableMap<UserId, Totp> pending;

    public InMemoryTotpSecrets(InMemoryTransactions transactions, InMemoryUsers users) {
        this.transactions = transactions;
        this.users = users;
        this.active = new UndoableMap<>(transactions);
        this.pending = new UndoableMap<>(transactions);
        users.onRemoval(this::remove);
    }

    @Override
    public Optional<Totp> active(UserId user) {
        return Optional.ofNullable(active.get(user));
    }

    @Override
    public Optional<Totp> pending(UserId user, Instant begunAfter) {
        return Optional.ofNullable(pending.get(user))
                .filter(totp -> totp.since().isAfter(begunAfter));
    }

    @Override
    public void begin(UserId user, Totp totp) {
        transactions.run(() -> {
            if (users.find(user).isPresent()) {
                pending.set(user, totp);
            }
        });
    }

    @Override
    public void activate(UserId user, Totp totp) {
        transactions.run(() -> {
            if (users.find(user).isPresent()) {
                active.set(user, totp);
                pending.set(user, null);
            }
        });
    }

    @Override
    public void use(UserId user, UsedSteps used) {
        transactions.run(() -> active(user).ifPresent(totp -> active.set(user, totp.with(used))));
    }

    @Override
    public void remove(UserId user) {
        transactions.run(() -> {
            active.set(user, null);
            pending.set(user, null);
        });
    }

    @Override
    public void removePending(Instant before) {
        pending.removeIf((_, totp) -> totp.since().isBefore(before));
    }
}
