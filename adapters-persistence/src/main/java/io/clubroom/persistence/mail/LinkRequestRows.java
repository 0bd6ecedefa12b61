package io.clubroom.persistence.mail;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;

/** The statements on the table {@code link_requests}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("link_requests")
interface LinkRequestRows extends GenericRepository<LinkRequestRow, Long> {
    @Query("INSERT INTO link_requests (email, purpose, created_at) VALUES (:email, :purpose, :createdAt)")
    int insert(String email, String purpose, Instant createdAt);

    @Query("""
        SELECT number, email, purpose, created_at FROM link_requests
        ORDER BY number
        LIMIT 1
        FOR UPDATE SKIP LOCKED\
        """)
    Optional<LinkRequestRow> lockOldest();

    int deleteById(long number);
}
