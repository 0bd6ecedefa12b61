package io.clubroom.persistence.identity;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** The statements on the table {@code user_identities}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("user_identities")
interface UserIdentityRows extends GenericRepository<UserIdentityRow, String> {
    Optional<UserIdentityRow> findByAuthorityAndSubject(String authority, String subject);

    /** Returns 0 if the identity is linked already. */
    @Query("""
        INSERT INTO user_identities (authority, subject, user_id, linked_at)
        VALUES (:authority, :subject, :userId, :linkedAt)
        ON CONFLICT DO NOTHING\
        """)
    int insert(String authority, String subject, UUID userId, Instant linkedAt);

    boolean existsByUserId(UUID userId);

    int deleteByUserId(UUID userId);
}
