package io.clubroom.persistence.identity;

import io.clubroom.domain.identity.DuplicateIdentity;
import io.clubroom.domain.identity.Subject;
import io.clubroom.domain.identity.UserIdentities;
import io.clubroom.domain.user.UserId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;

/** External identities in PostgreSQL; the primary key keeps each linked to one user only. */
@Singleton
public final class JdbcUserIdentities implements UserIdentities {
    private final UserIdentityRows rows;

    JdbcUserIdentities(UserIdentityRows rows) {
        this.rows = rows;
    }

    @Override
    public Optional<UserId> find(Subject subject) {
        return rows.findByAuthorityAndSubject(subject.authority(), subject.id()).map(row -> new UserId(row.userId()));
    }

    @Override
    public void link(Subject subject, UserId user, Instant at) {
        if (rows.insert(subject.authority(), subject.id(), user.value(), at) == 0) {
            throw new DuplicateIdentity();
        }
    }

    @Override
    public boolean isLinked(UserId user) {
        return rows.existsByUserId(user.value());
    }

    @Override
    public void unlinkAll(UserId user) {
        rows.deleteByUserId(user.value());
    }
}
