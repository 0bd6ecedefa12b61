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
    /** The weakest lock: it conflicts only with {@code FOR UPDATE} and with removal, not with other changes of the row. */
    @Query("SELECT active, role, token_version FROM users WHERE id = :id FOR KEY SHARE")
    Optional<ActorRow> lock(UUID id);
}
