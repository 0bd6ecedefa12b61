package io.clubroom.persistence.factor;

import io.clubroom.domain.factor.Totp;
import io.clubroom.domain.factor.TotpSecret;
import io.clubroom.domain.factor.TotpSecrets;
import io.clubroom.domain.factor.UsedSteps;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.ContentCipher;
import io.clubroom.persistence.HashedSecrets;
import io.clubroom.persistence.JdbcTransactions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** Authenticator apps in PostgreSQL. Each secret is encrypted, bound to the user. */
@Singleton
final class JdbcTotpSecrets implements TotpSecrets {
    private final TotpSecretRows rows;
    private final ContentCipher cipher;
    private final JdbcTransactions transactions;

    JdbcTotpSecrets(TotpSecretRows rows, ContentCipher cipher, JdbcTransactions transactions) {
        this.rows = rows;
        this.cipher = cipher;
        this.transactions = transactions;
    }

    @Override
    public Optional<Totp> active(UserId user) {
        return rows.findByUserIdAndActive(user.value(), true).map(this::toTotp);
    }

    @Override
    public Optional<Totp> pending(UserId user, Instant begunAfter) {
        return rows.findByUserIdAndActiveAndCreatedAtAfter(user.value(), false, begunAfter)
                .map(this::toTotp);
    }

    private Totp toTotp(TotpSecretRow row) {
        return new Totp(secret(row), new UsedSteps(row.lastStep(), row.stepsBefore()), row.createdAt());
    }

    private TotpSecret secret(TotpSecretRow row) {
        try {
            return new TotpSecret(cipher.open(row.userId(), row.content()));
        } catch (ContentCipher.Unreadable unreadable) {
            throw new IllegalStateException("the authenticator app of " + row.userId() + " is unreadable", unreadable);
        }
    }

    @Override
    public void begin(UserId user, Totp totp) {
        put(user, false, totp);
    }

    @Override
    public void activate(UserId user, Totp totp) {
        transactions.call(() -> {
            put(user, true, totp);
            return rows.deleteByUserIdAndActive(user.value(), false);
        });
    }

    private void put(UserId user, boolean active, Totp totp) {
        rows.put(
                user.value(),
                active,
                cipher.seal(user.value(), totp.secret().bytes()),
                totp.used().newest(),
                totp.used().before(),
                totp.since());
    }

    @Override
    public void use(UserId user, UsedSteps used) {
        rows.use(user.value(), used.newest(), used.before());
    }

    @Override
    public void remove(UserId user) {
        rows.deleteByUserId(user.value());
    }

    @Override
    public void removePending(Instant before) {
        HashedSecrets.removeInBatches(limit -> rows.removePending(before, limit));
    }
}
