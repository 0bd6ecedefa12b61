package io.clubroom.persistence;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;
import java.util.UUID;

/** The statement that locks the actor of a transaction. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("users")
interface ActorRows extends GenericRepository<ActorRow, UUID> {
    /**
     * Locks the user with the weakest lock, which conflicts only with {@code FOR UPDATE} and deletion, not with other changes of the row.
     */
    @Query("""
        SELECT active, role, token_version, CAST(NULL AS integer) AS session_version, CAST(NULL AS integer) AS lowest_version
        FROM users WHERE id = :id FOR KEY SHARE\
        """)
    Optional<ActorRow> lock(UUID id);

    /** Like {@link #lock(UUID)}, and locks the session of the token as well. */
    @Query("""
        SELECT actor.active, actor.role, actor.token_version, session.token_version AS session_version,
               session.lowest_token_version AS lowest_version
        FROM users actor
        JOIN sessions session ON session.user_id = actor.id
        WHERE actor.id = :id AND session.id = :session
        FOR KEY SHARE\
        """)
    Optional<ActorRow> lock(UUID id, UUID session);
}
