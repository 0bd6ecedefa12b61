package io.clubroom.persistence.file;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.util.Optional;
import java.util.UUID;

/** The statements on the table {@code avatars}. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("avatars")
interface AvatarRows extends GenericRepository<FileRow, UUID> {
    @Query("DELETE FROM avatars WHERE user_id = :user")
    int remove(UUID user);

    /** Returns 0 if the user does not exist. */
    @Query("""
        INSERT INTO avatars (user_id, size, content_id)
        SELECT owner.id, CAST(:size AS smallint), CAST(:contentId AS uuid)
        FROM users owner
        WHERE owner.id = :user
        FOR KEY SHARE\
        """)
    int insert(UUID user, int size, UUID contentId);

    @Query("SELECT content_id FROM avatars WHERE user_id = :user AND size = CAST(:size AS smallint)")
    Optional<UUID> find(UUID user, int size);
}
