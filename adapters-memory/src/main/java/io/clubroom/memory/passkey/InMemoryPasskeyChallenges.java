package io.clubroom.memory.passkey;

import io.clubroom.domain.passkey.ChallengeId;
import io.clubroom.domain.passkey.PasskeyChallenge;
import io.clubroom.domain.passkey.PasskeyChallenge.Purpose;
import io.clubroom.domain.passkey.PasskeyChallenges;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.user.InMemoryUsers;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Unanswered passkey challenges in memory. */
public final class InMemoryPasskeyChallenges implements PasskeyChallenges {
    private final InMemoryTransactions transactions;
    private final InMemoryUsers users;
    private final Map<ChallengeId, PasskeyChallenge> byId = new HashMap<>();

    public InMemoryPasskeyChallenges(InMemoryTransactions transactions, InMemoryUsers users) {
        this.transactions = transactions;
        this.users = users;
        users.onRemoval(user -> removeIf(challenge -> user.equals(challenge.user())));
    }

    @Override
    public void add(PasskeyChallenge challenge) {
        transactions.run(() -> {
            if (challenge.user() == null || users.find(challenge.user()).isPresent()) {
                transactions.onRollback(() -> byId.remove(challenge.id()));
                byId.put(challenge.id(), challenge);
            }
        });
    }

    @Override
    public Optional<PasskeyChallenge> take(ChallengeId id, Purpose purpose, @Nullable UserId user) {
        return transactions.call(() -> {
            Optional<PasskeyChallenge> found = Optional.ofNullable(byId.get(id))
                    .filter(challenge -> challenge.purpose() == purpose && Objects.equals(challenge.user(), user));
            found.ifPresent(this::remove);
            return found;
        });
    }

    @Override
    public void removeExpired(Instant before) {
        removeIf(challenge -> challenge.expiresAt().isBefore(before));
    }

    private void removeIf(Predicate<PasskeyChallenge> condition) {
        transactions.run(
                () -> List.copyOf(byId.values()).stream().filter(condition).forEach(this::remove));
    }

    private void remove(PasskeyChallenge challenge) {
        transactions.onRollback(() -> byId.put(challenge.id(), challenge));
        byId.remove(challenge.id());
    }
}
