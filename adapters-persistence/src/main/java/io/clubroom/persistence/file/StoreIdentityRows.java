package io.clubroom.persistence.file;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.List;
import java.util.UUID;

/** The statements on the table {@code content_store}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("content_store")
interface StoreIdentityRows extends GenericRepository<StoreIdentityRow, UUID> {
    @Query("INSERT INTO content_store (id) VALUES (:id) ON CONFLICT DO NOTHING")
    int insert(UUID id);

    @Query("SELECT id FROM content_store")
    List<StoreIdentityRow> all();
}
