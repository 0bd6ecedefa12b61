package io.clubroom.persistence.file;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The statements on the table {@code contents}. Triggers release the contents of rows that are deleted. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("contents")
interface ContentRows extends GenericRepository<ContentRow, UUID> {
    @Query("INSERT INTO contents (id, state, changed_at) VALUES (:id, 'begun', :now)")
    int insert(UUID id, Instant now);

    /** Marks a content as used; returns 0 if it is already used, or was removed. */
    @Query("UPDATE contents SET state = 'used' WHERE id = :id AND state = 'begun'")
    int use(UUID id);

    @Query("SELECT EXISTS (SELECT FROM contents WHERE id = :id AND state = 'used')")
    boolean isInUse(UUID id);

    /** Undoes {@link #use}, after which nothing was stored that refers to the content. */
    @Query("UPDATE contents SET state = 'begun' WHERE id = :id AND state = 'used'")
    int undoUse(UUID id);

    @Query("UPDATE contents SET state = 'removed', changed_at = clock_timestamp() WHERE id = :id AND state = 'begun'")
    int release(UUID id);

    /** Releases at most {@code limit} contents that were begun before a time, and skips those that are just being used. */
    @Query("""
        UPDATE contents SET state = 'removed'
        WHERE id = ANY (ARRAY(SELECT id FROM contents WHERE state = 'begun' AND changed_at < :begunBefore
                              ORDER BY changed_at LIMIT :limit FOR NO KEY UPDATE SKIP LOCKED))\
        """)
    int releaseAbandoned(Instant begunBefore, int limit);

    @Query("SELECT id FROM contents WHERE state = 'removed' ORDER BY changed_at LIMIT :limit")
    List<UUID> removed(int limit);

    // Skips locked rows, so that no deadlock can occur with another node that forgets them.
    @Query("""
        DELETE FROM contents
        WHERE id = ANY (ARRAY(SELECT id FROM contents WHERE id = ANY (CAST(:ids AS uuid[])) AND state = 'removed'
                              FOR UPDATE SKIP LOCKED))\
        """)
    int forget(@TypeDef(type = DataType.STRING_ARRAY) String[] ids);

    @Query("SELECT id FROM contents WHERE id = ANY (CAST(:ids AS uuid[]))")
    List<UUID> known(@TypeDef(type = DataType.STRING_ARRAY) String[] ids);

    @Query("SELECT id FROM contents WHERE shard = CAST(:shard AS smallint) AND state = 'used'")
    List<UUID> inUse(int shard);

    /** Locks the shard whose last sweep is oldest, if it was before a time. Skips locked shards. */
    @OnTable("content_sweeps")
    @Query("""
        SELECT CAST(shard AS integer) FROM content_sweeps
        WHERE begun_at < :takenBefore
        ORDER BY begun_at, shard LIMIT 1
        FOR UPDATE SKIP LOCKED\
        """)
    Optional<Integer> lockShard(Instant takenBefore);

    @OnTable(value = "content_sweeps", operation = "UPDATE")
    @Query("UPDATE content_sweeps SET begun_at = :now WHERE shard = CAST(:shard AS smallint)")
    int takeShard(int shard, Instant now);

    @OnTable(value = "files", operation = "DELETE")
    @Query("DELETE FROM files WHERE content_id = ANY (CAST(:ids AS uuid[]))")
    int removeFiles(@TypeDef(type = DataType.STRING_ARRAY) String[] ids);

    @OnTable(value = "thumbnails", operation = "DELETE")
    @Query("DELETE FROM thumbnails WHERE content_id = ANY (CAST(:ids AS uuid[]))")
    int removeThumbnails(@TypeDef(type = DataType.STRING_ARRAY) String[] ids);

    @OnTable(value = "uploads", operation = "DELETE")
    @Query("""
        DELETE FROM uploads
        WHERE id IN (SELECT upload_id FROM upload_parts WHERE content_id = ANY (CAST(:ids AS uuid[])))\
        """)
    int removeUploads(@TypeDef(type = DataType.STRING_ARRAY) String[] ids);

    /** Clears the users' pictures. Must be called before {@link #removeAvatars}. */
    @OnTable(value = "users", operation = "UPDATE")
    @Query("""
        UPDATE users SET avatar_id = NULL, version = version + 1
        WHERE id IN (SELECT user_id FROM avatars WHERE content_id = ANY (CAST(:ids AS uuid[])))\
        """)
    int forgetAvatars(@TypeDef(type = DataType.STRING_ARRAY) String[] ids);

    @OnTable(value = "avatars", operation = "DELETE")
    @Query("""
        DELETE FROM avatars
        WHERE user_id IN (SELECT user_id FROM avatars WHERE content_id = ANY (CAST(:ids AS uuid[])))\
        """)
    int removeAvatars(@TypeDef(type = DataType.STRING_ARRAY) String[] ids);
}
