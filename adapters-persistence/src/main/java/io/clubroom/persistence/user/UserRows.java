package io.clubroom.persistence.user;

import io.clubroom.persistence.OnTable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.jdbc.runtime.JdbcOperations;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.postgresql.PGStatement;

/** The statements on the table {@code users}; names are compared by the expressions of their unique indexes. */
@JdbcRepository(dialect = Dialect.POSTGRES)
@OnTable("users")
abstract class UserRows implements GenericRepository<UserRow, UUID> {
    private static final RowMapping<UserRow> MAPPING = new RowMapping<>(UserRow.class);

    static final String SELECT = "SELECT " + MAPPING.columns() + " FROM users";

    /**
     * The subquery keeps the cost of the plan independent of the array's length. Without it, PostgreSQL finds a plan for a short array
     * cheaper than the generic one and plans each time, which takes longer than reading the users.
     */
    static final String BY_IDS = SELECT + " WHERE id = ANY ((SELECT ?::uuid[])::uuid[])";

    private static final String LOCK = SELECT + " WHERE id = ? FOR NO KEY UPDATE";

    private static final String BY_EMAIL = SELECT + " WHERE folded_email || '' = fold_case(?)";

    /**
     * An address that somebody gives up becomes reserved in the same transaction. The statement therefore looks for both the user and the
     * reservation: it sees one or the other, whereas the unique index would let it wait for that transaction and then miss the reservation.
     */
    private static final String INSERT = "INSERT INTO users " + MAPPING.selected() + """
         WHERE NOT EXISTS (SELECT FROM users WHERE folded_email || '' = fold_case(?))
          AND NOT EXISTS (SELECT FROM account_links
                          WHERE purpose = 'restore' AND folded_email = fold_case(?) AND user_id <> ?
                            AND expires_at > clock_timestamp())
        ON CONFLICT DO NOTHING\
        """;

    private static final String UPDATE = "UPDATE users SET " + MAPPING.assignments() + """
         WHERE id = ?
          AND NOT EXISTS (SELECT FROM users other
                          WHERE (other.folded_username || '' = fold_case(?)
                                 OR other.folded_email || '' = fold_case(?))
                            AND other.id <> ?)
          AND NOT EXISTS (SELECT FROM account_links
                          WHERE purpose = 'restore' AND folded_email = fold_case(?) AND user_id <> ?
                            AND expires_at > clock_timestamp())\
        """;

    private final JdbcOperations database;

    UserRows(JdbcOperations database) {
        this.database = database;
    }

    abstract Optional<UserRow> findById(UUID id);

    abstract Optional<UserRow> findByIdForUpdate(UUID id);

    abstract int deleteById(UUID id);

    abstract long countByRoleAndActive(String role, boolean active);

    abstract int updateByIdAndPasswordHash(UUID id, String old, String passwordHash);

    /** The names of this row that other users have, or can take back. */
    @Query("""
        SELECT EXISTS (SELECT FROM users
                       WHERE folded_username || '' = fold_case(:username) AND id <> :id) AS username,
               EXISTS (SELECT FROM users
                       WHERE folded_email || '' = fold_case(:email) AND id <> :id)
                   OR EXISTS (SELECT FROM account_links
                              WHERE purpose = 'restore' AND folded_email = fold_case(:email) AND user_id <> :id
                                AND expires_at > clock_timestamp()) AS email\
        """)
    abstract TakenRow taken(UUID id, String username, String email);

    @Query("UPDATE users SET welcomed = TRUE WHERE id = :id AND NOT welcomed")
    abstract int welcome(UUID id);

    @Query("SELECT 1 FROM pg_advisory_xact_lock(:key)")
    abstract int lock(long key);

    /** Reads the totals from the counts that triggers keep, and the new users from the index on their creation time. */
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
    abstract StatisticsRow statistics(Instant dayAgo, Instant weekAgo, Instant monthAgo);

    /** Returns 0 if a name of the row is taken. */
    @OnTable(value = "users", operation = "INSERT")
    int insert(UserRow row) {
        return execute(INSERT, statement -> {
            int next = MAPPING.bindSelected(statement, row);
            statement.setString(next, row.email());
            statement.setString(next + 1, row.email());
            statement.setObject(next + 2, row.id());
            return statement.executeUpdate();
        });
    }

    /** Returns 0 if there is no such row, or if a name is taken by what is committed. */
    @OnTable(value = "users", operation = "UPDATE")
    int update(UserRow row) {
        return execute(UPDATE, statement -> {
            int next = MAPPING.bindAssignments(statement, row);
            statement.setObject(next, row.id());
            statement.setString(next + 1, row.username());
            statement.setString(next + 2, row.email());
            statement.setObject(next + 3, row.id());
            statement.setString(next + 4, row.email());
            statement.setObject(next + 5, row.id());
            return statement.executeUpdate();
        });
    }

    /** Unlike {@link #findByIdForUpdate}, does not wait for transactions that this user is the actor or the sender of. */
    Optional<UserRow> lock(UUID id) {
        return execute(LOCK, statement -> {
            statement.setObject(1, id);
            return rows(statement).stream().findFirst();
        });
    }

    Optional<UserRow> findByEmail(String email) {
        return execute(BY_EMAIL, statement -> {
            statement.setString(1, email);
            return rows(statement).stream().findFirst();
        });
    }

    /** Returns the rows in no order, without those that do not exist. */
    List<UserRow> findByIds(Collection<UUID> ids) {
        return execute(BY_IDS, statement -> {
            statement.setArray(1, statement.getConnection().createArrayOf("uuid", ids.toArray()));
            return rows(statement);
        });
    }

    List<UserRow> list(UserSelection selection) {
        return execute(selection.sql(), statement -> {
            prepare(statement, selection);
            return rows(statement);
        });
    }

    long count(UserSelection selection) {
        return execute(selection.sql(), statement -> {
            prepare(statement, selection);
            try (ResultSet found = statement.executeQuery()) {
                found.next();
                return found.getLong(1);
            }
        });
    }

    /** A server-prepared statement would soon get one plan for all parameters. */
    private static void prepare(PreparedStatement statement, UserSelection selection) throws SQLException {
        if (selection.replan()) {
            statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        }
        selection.bind(statement);
    }

    private static List<UserRow> rows(PreparedStatement statement) throws SQLException {
        List<UserRow> rows = new ArrayList<>();
        try (ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                rows.add(MAPPING.read(found));
            }
        }
        return rows;
    }

    private <T> T execute(String sql, Work<T> work) {
        return database.execute(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                return work.run(statement);
            }
        });
    }

    @FunctionalInterface
    private interface Work<T> {
        T run(PreparedStatement statement) throws SQLException;
    }
}
