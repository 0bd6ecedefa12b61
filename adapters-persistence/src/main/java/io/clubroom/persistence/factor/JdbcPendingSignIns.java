package io.clubroom.persistence.factor;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.factor.PendingSignIn;
import io.clubroom.domain.factor.PendingSignIns;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.HashedSecrets;
import io.clubroom.persistence.session.JdbcSessions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** Sign-ins that wait for a second factor, in PostgreSQL. */
@Singleton
final class JdbcPendingSignIns implements PendingSignIns {
    private final PendingSignInRows rows;

    JdbcPendingSignIns(PendingSignInRows rows) {
        this.rows = rows;
    }

    @Override
    public void add(PendingSignIn signIn) {
        rows.insert(
                HashedSecrets.column(signIn.token()),
                signIn.user().value(),
                signIn.tokenVersion(),
                signIn.method().text(),
                JdbcSessions.column(signIn.methods()),
                signIn.expiresAt());
    }

    @Override
    public Optional<PendingSignIn> find(SecretHash token) {
        return rows.findById(HashedSecrets.column(token))
                .map(row -> new PendingSignIn(
                        token,
                        new UserId(row.userId()),
                        row.tokenVersion(),
                        SignInMethod.of(row.method()),
                        JdbcSessions.methods(row.authenticationMethods()),
                        row.expiresAt()));
    }

    @Override
    public boolean remove(SecretHash token) {
        return rows.deleteById(HashedSecrets.column(token)) == 1;
    }

    @Override
    public void removeExpired(Instant before) {
        HashedSecrets.removeInBatches(limit -> rows.removeExpired(before, limit));
    }
}
