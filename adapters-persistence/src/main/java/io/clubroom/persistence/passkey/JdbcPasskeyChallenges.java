package io.clubroom.persistence.passkey;

import io.clubroom.domain.passkey.ChallengeId;
import io.clubroom.domain.passkey.PasskeyChallenge;
import io.clubroom.domain.passkey.PasskeyChallenge.Purpose;
import io.clubroom.domain.passkey.PasskeyChallenges;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.HashedSecrets;
import io.clubroom.persistence.JdbcTransactions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Challenges in PostgreSQL. */
@Singleton
public final class JdbcPasskeyChallenges implements PasskeyChallenges {
    private final PasskeyChallengeRows rows;
    private final JdbcTransactions transactions;

    JdbcPasskeyChallenges(PasskeyChallengeRows rows, JdbcTransactions transactions) {
        this.rows = rows;
        this.transactions = transactions;
    }

    @Override
    public void add(PasskeyChallenge challenge) {
        byte[] bytes = Base64.getUrlDecoder().decode(challenge.value());
        String purpose = challenge.purpose().text();
        if (challenge.user() == null) {
            rows.insert(new PasskeyChallengeRow(challenge.id().value(), bytes, purpose, null, challenge.expiresAt()));
        } else {
            rows.insertOf(challenge.user().value(), challenge.id().value(), bytes, purpose, challenge.expiresAt());
        }
    }

    @Override
    public Optional<PasskeyChallenge> take(ChallengeId id, Purpose purpose, @Nullable UserId user) {
        return transactions.call(() -> {
            Optional<PasskeyChallengeRow> found =
                    rows.lock(id.value(), purpose.text(), user == null ? null : user.value());
            found.ifPresent(row -> rows.deleteById(row.id()));
            return found.map(row -> new PasskeyChallenge(
                    new ChallengeId(row.id()),
                    Base64.getUrlEncoder().withoutPadding().encodeToString(row.challenge()),
                    Purpose.of(row.purpose()),
                    row.userId() == null ? null : new UserId(row.userId()),
                    row.expiresAt()));
        });
    }

    @Override
    public void removeExpired(Instant before) {
        HashedSecrets.removeInBatches(limit -> rows.removeExpired(before, limit));
    }
}
