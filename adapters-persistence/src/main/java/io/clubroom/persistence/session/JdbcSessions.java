package io.clubroom.persistence.session;

import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.session.Sessions;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.UserId;
import io.clubroom.persistence.HashedSecrets;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sessions in PostgreSQL. */
@Singleton
public final class JdbcSessions implements Sessions {
    private final SessionRows rows;

    JdbcSessions(SessionRows rows) {
        this.rows = rows;
    }

    @Override
    public boolean add(Session session, int max) {
        SessionRow row = row(session);
        int added = rows.insert(
                row.id(),
                row.userId(),
                row.tokenVersion(),
                row.lowestTokenVersion(),
                row.method(),
                row.authenticationMethods(),
                row.authenticatedAt(),
                row.address(),
                row.userAgent(),
                row.createdAt(),
                row.lastUsedAt(),
                row.expiresAt(),
                row.accessExpiresAt(),
                max);
        return added == 1;
    }

    @Override
    public Optional<Session> find(SessionId id) {
        return rows.findById(id.value()).map(JdbcSessions::session);
    }

    @Override
    public List<Session> list(UserId user, int skip) {
        return rows.list(user.value(), skip).stream().map(JdbcSessions::session).toList();
    }

    @Override
    public void update(Session session) {
        rows.update(row(session));
    }

    @Override
    public void remove(SessionId id) {
        rows.deleteById(id.value());
    }

    @Override
    public void removeAll(UserId user, @Nullable SessionId except) {
        rows.deleteAll(user.value(), except == null ? null : except.value());
    }

    @Override
    public void used(Set<SessionId> ids, Instant at) {
        rows.used(ids.stream().map(SessionId::value).toList(), at);
    }

    @Override
    public void removeExpired(Instant before) {
        HashedSecrets.removeInBatches(limit -> rows.removeExpired(before, limit));
    }

    /** The values of a column like {@code pwd otp}. */
    public static Set<AuthenticationMethod> methods(String column) {
        return Arrays.stream(column.split(" ")).map(AuthenticationMethod::of).collect(Collectors.toSet());
    }

    /** The column for these values. */
    public static String column(Set<AuthenticationMethod> methods) {
        return methods.stream().sorted().map(AuthenticationMethod::text).collect(Collectors.joining(" "));
    }

    private static SessionRow row(Session session) {
        return new SessionRow(
                session.id().value(),
                session.user().value(),
                session.tokenVersion(),
                session.lowestTokenVersion(),
                session.method().text(),
                column(session.authenticationMethods()),
                session.authenticatedAt(),
                session.device().address(),
                session.device().userAgent(),
                session.createdAt(),
                session.lastUsedAt(),
                session.expiresAt(),
                session.accessExpiresAt());
    }

    private static Session session(SessionRow row) {
        return new Session(
                new SessionId(row.id()),
                new UserId(row.userId()),
                row.tokenVersion(),
                row.lowestTokenVersion(),
                SignInMethod.of(row.method()),
                methods(row.authenticationMethods()),
                row.authenticatedAt(),
                new Device(row.address(), row.userAgent()),
                row.createdAt(),
                row.lastUsedAt(),
                row.expiresAt(),
                row.accessExpiresAt());
    }
}
