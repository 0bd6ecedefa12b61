package io.clubroom.persistence.migration;

import io.clubroom.persistence.DatabaseFailure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The tables of a database before its first migration by Clubroom. */
final class ExistingSchema {
    /** The migration history of the predecessor, which Clubroom does not change. */
    private static final String PREDECESSORS_HISTORY = "_sqlx_migrations";

    /** The last migration that adapts the predecessor's tables. */
    private static final String LAST_ADAPTATION = "20261122100600";

    private static final int SHOWN_TABLES = 5;
    private static final int SHOWN_CLASHES = 20;

    /** All tables and views except those of extensions. */
    private static final String TABLES = """
        SELECT relname FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'f')
          AND NOT EXISTS (
              SELECT FROM pg_depend WHERE classid = 'pg_class'::regclass AND objid = pg_class.oid AND deptype = 'e')
        ORDER BY relname
        """;

    /** The columns of the predecessor's first migration. */
    private static final List<String> USER_COLUMNS =
            List.of("id", "username", "email", "full_name", "active", "created_at", "updated_at");

    /** The columns of a table, except an {@code id} that is not a UUID. */
    private static final String COLUMNS = """
        SELECT attname FROM pg_attribute
        WHERE attrelid = '${table}'::regclass AND attnum > 0 AND NOT attisdropped
          AND (attname <> 'id' OR atttypid = 'uuid'::regtype)
        """;

    private static final String RULES_WITHOUT_ADMIN = """
        SELECT conname FROM pg_constraint
        WHERE conrelid = 'users'::regclass AND conname = 'check_valid_role' AND pg_get_constraintdef(oid) NOT LIKE '%admin%'
        """;

    /** Duplicates as the unique indexes see them. */
    private static final String CLASHES = """
        SELECT 'username ' || string_agg(username, ', ' ORDER BY created_at) FROM users
        GROUP BY lower(username) HAVING count(*) > 1
        UNION ALL
        SELECT 'e-mail ' || string_agg(email, ', ' ORDER BY created_at) FROM users
        GROUP BY lower(email) HAVING count(*) > 1
        ORDER BY 1 DESC
        """;

    private final Connection connection;
    private final String database;
    private final List<String> tables;

    ExistingSchema(Connection connection, String database) throws SQLException {
        this.connection = connection;
        this.database = database;
        this.tables = query(TABLES);
    }

    boolean has(String table) {
        return tables.contains(table);
    }

    /**
     * The last migration of the predecessor, as a version in {@code migrations/}, or 0 for an empty database. It is derived from the tables,
     * because the predecessor's history may be missing. Throws {@link DatabaseFailure} if the tables are not the predecessor's.
     */
    String version() throws SQLException {
        if (tables.isEmpty() || tables.equals(List.of(PREDECESSORS_HISTORY))) {
            return "0";
        }
        List<String> columns = columns("users");
        if (!columns.containsAll(USER_COLUMNS)) {
            throw new DatabaseFailure(
                    database + " holds tables of something else (" + some(tables, SHOWN_TABLES)
                            + "): Clubroom needs one of its own, or one of the server that it succeeds.",
                    null);
        }
        if (has("chat_messages")) {
            return "20250310000000";
        }
        if (columns.contains("role")) {
            return query(RULES_WITHOUT_ADMIN).isEmpty() ? "20250309000000" : "20250308143333";
        }
        if (columns.contains("password_hash")) {
            return "20250307215355";
        }
        return columns.contains("phone_number") ? "20250307212522" : "20250306220539";
    }

    /** Whether the migrations that adapt the predecessor's tables have been applied. Earlier releases committed each of them. */
    boolean isTakenOver(String history) throws SQLException {
        return has(history)
                && !query("SELECT version FROM " + history + " WHERE success AND version = '" + LAST_ADAPTATION + "'")
                        .isEmpty();
    }

    /** Whether the authors of messages are in the predecessor's column, which the migrations do not handle. */
    boolean hasSenderIds() throws SQLException {
        List<String> columns = columns("chat_messages");
        return columns.contains("sender_id") && !columns.contains("user_id");
    }

    private List<String> columns(String table) throws SQLException {
        return has(table) ? query(COLUMNS.replace("${table}", table)) : List.of();
    }

    /** Throws {@link DatabaseFailure} if there are users whose names differ only in case. */
    void checkNames() throws SQLException {
        List<String> clashes = query(CLASHES);
        if (!clashes.isEmpty()) {
            throw new DatabaseFailure(
                    database
                            + " has accounts whose names differ only in case, which Clubroom takes for the same;"
                            + " rename or remove all but one of each: "
                            + some(clashes, SHOWN_CLASHES).replaceAll("\\p{Cntrl}", "?") + ".",
                    null);
        }
    }

    private static String some(List<String> all, int shown) {
        String listed = all.stream().limit(shown).collect(Collectors.joining("; "));
        return all.size() <= shown ? listed : listed + " and " + (all.size() - shown) + " more";
    }

    /** The first column of the result. */
    List<String> query(String sql) throws SQLException {
        List<String> texts = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
        }
        return texts;
    }
}
