package io.clubroom.persistence.user;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on the table {@code users}; names are compared as the unique indexes have them. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("users")
interface UserRows extends GenericRepository<UserRow, UUID> {
    /** @return 0 if the row would collide with another */
    @Query("""
        INSERT INTO users (id, username, email, email_verified, password_hash, full_name, phone_number, role, active,
                           created_at, updated_at, version, token_version)
        VALUES (:id, :username, :email, :emailVerified, :passwordHash, :fullName, :phoneNumber, :role, :active,
                :createdAt, :updatedAt, :version, :tokenVersion)
        ON CONFLICT DO NOTHING\
        """)
    int insert(
            UUID id,
            String username,
            String email,
            boolean emailVerified,
            @Nullable String passwordHash,
            String fullName,
            @Nullable String phoneNumber,
            String role,
            boolean active,
            Instant createdAt,
            Instant updatedAt,
            long version,
            int tokenVersion);

    @Query("SELECT " + UserRow.COLUMNS + " FROM users WHERE id = :id")
    Optional<UserRow> find(UUID id);

    @Query("SELECT " + UserRow.COLUMNS + " FROM users WHERE lower(email) COLLATE \"C\" = lower(:email) COLLATE \"C\"")
    Optional<UserRow> findByEmail(String email);

    @Query("SELECT " + UserRow.COLUMNS + " FROM users WHERE id = :id FOR UPDATE")
    Optional<UserRow> lock(UUID id);

    /** @return 0 if there is no such row, or it would collide with another that can be seen already */
    @Query("""
        UPDATE users
        SET username = :username, email = :email, email_verified = :emailVerified, password_hash = :passwordHash, full_name = :fullName,
            phone_number = :phoneNumber, role = :role, active = :active,
            updated_at = :updatedAt, version = :version, token_version = :tokenVersion
        WHERE id = :id
          AND NOT EXISTS (SELECT FROM users other
                          WHERE (lower(other.username) COLLATE "C" = lower(:username) COLLATE "C"
                                 OR lower(other.email) COLLATE "C" = lower(:email) COLLATE "C")
                            AND other.id <> :id)\
        """)
    int update(
            UUID id,
            String username,
            String email,
            boolean emailVerified,
            @Nullable String passwordHash,
            String fullName,
            @Nullable String phoneNumber,
            String role,
            boolean active,
            Instant updatedAt,
            long version,
            int tokenVersion);

    /** Which names a row with this id could not have, because others have them. */
    @Query("""
        SELECT EXISTS (SELECT FROM users
                       WHERE lower(username) COLLATE "C" = lower(:username) COLLATE "C" AND id <> :id) AS username,
               EXISTS (SELECT FROM users
                       WHERE lower(email) COLLATE "C" = lower(:email) COLLATE "C" AND id <> :id) AS email\
        """)
    TakenRow taken(UUID id, String username, String email);

    @Query("DELETE FROM users WHERE id = :id")
    int remove(UUID id);

    @Query("UPDATE users SET password_hash = :renewed WHERE id = :id AND password_hash = :old")
    int renewPasswordHash(UUID id, String old, String renewed);

    @Query("SELECT count(*) FROM users WHERE role = 'admin' AND active")
    long countAdmins();

    @Query("SELECT 1 FROM pg_advisory_xact_lock(:key)")
    int lock(long key);

    /** The kinds are counted already; of those who came lately no more than the index of their times is read. */
    @Query("""
        SELECT kinds.*, recent.*
        FROM (SELECT coalesce(sum(change) FILTER (WHERE role = 'client'), 0)::bigint AS clients,
                     coalesce(sum(change) FILTER (WHERE role = 'trainer'), 0)::bigint AS trainers,
                     coalesce(sum(change) FILTER (WHERE role = 'admin'), 0)::bigint AS admins,
                     coalesce(sum(change) FILTER (WHERE NOT active), 0)::bigint AS inactive,
                     coalesce(sum(change), 0)::bigint AS total
              FROM user_counts) AS kinds,
             (SELECT count(*) FILTER (WHERE created_at >= :dayAgo) AS last_day,
                     count(*) FILTER (WHERE created_at >= :weekAgo) AS last_week,
                     count(*) AS last_month
              FROM users
              WHERE created_at >= :monthAgo) AS recent\
        """)
    StatisticsRow statistics(Instant dayAgo, Instant weekAgo, Instant monthAgo);
}
