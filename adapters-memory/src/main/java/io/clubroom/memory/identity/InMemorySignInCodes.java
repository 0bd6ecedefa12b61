package io.clubroom.memory.identity;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.identity.SignInCode;
import io.clubroom.domain.identity.SignInCodes;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Unused sign-in codes in memory. */
public final class InMemorySignInCodes implements SignInCodes {
    private final InMemoryTransactions transactions;
    private final InMemoryUsers users;
    private final Map<SecretHash, SignInCode> byHash = new HashMap<>();

    public InMemorySignInCodes(InMemoryTransactions transactions, InMemoryUsers users) {
        this.transactions = transactions;
        this.users = users;
        users.onRemoval(user -> removeIf(code -> code.user().equals(user)));
    }

    @Override
    public void add(SignInCode code) {
        transactions.run(() -> {
            if (users.find(code.user()).isPresent()) {
                transactions.onRollback(() -> byHash.remove(code.hash()));
                byHash.put(code.hash(), code);
            }
        });
    }

    @Override
    public Optional<SignInCode> take(SecretHash hash) {
        return transactions.call(() -> {
            Optional<SignInCode> found = Optional.ofNullable(byHash.get(hash));
            found.ifPresent(this::remove);
            return found;
        });
    }

    @Override
    public void removeExpired(Instant before) {
        transactions.run(() -> removeIf(code -> code.expiresAt().isBefore(before)));
    }

    private void removeIf(Predicate<SignInCode> condition) {
        List.copyOf(byHash.values()).stream().filter(condition).forEach(this::remove);
    }

    private void remove(SignInCode code) {
        transactions.onRollback(() -> byHash.put(code.hash(), code));
        byHash.remove(code.hash());
    }
}
