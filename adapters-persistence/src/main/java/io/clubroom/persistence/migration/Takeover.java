package io.clubroom.persistence.migration;

import io.clubroom.persistence.DatabaseFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Migrates an empty database, or one of the predecessor, to the current schema in one transaction: a start that fails or is killed leaves the
 * database as it was.
 *
 * <p>The released migrations expect tables that differ from the predecessor's in details. This class changes those details first.
 */
final class Takeover {
    private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);

    /** In the order in which they are locked. */
    private static final List<String> TABLES = List.of("chat_messages", "chat_rooms", "users");

    private static final String LOCK_NOT_AVAILABLE = "55P03";

    /** The migration that shortens {@code users.email} to {@link #EMAIL_LENGTH}. */
    private static final String EMAIL_MIGRATION = "20261122100100";

    private static final int EMAIL_LENGTH = 254;

    /** The default of the column is a published hash that the predecessor gave to all accounts that had no password. */
    private static final String DEFAULT_HASH = """
        SELECT pg_get_expr(adbin, adrelid)
        FROM pg_attrdef JOIN pg_attribute ON attrelid = adrelid AND attnum = adnum
        WHERE adrelid = 'users'::regclass AND attname = 'password_hash'
        """;

    /** Must precede the triggers on these columns, which forbid a change of the type. */
    private static final String WIDEN_ROOM_IDS = """
        DO $$
        DECLARE
            narrow record;
        BEGIN
            FOR narrow IN
                SELECT table_name, column_name
                FROM information_schema.columns
                WHERE table_schema = current_schema()
                  AND (table_name, column_name) IN (('chat_rooms', 'id'), ('chat_messages', 'room_id'))
                  AND character_maximum_length < 100
            LOOP
                EXECUTE format('ALTER TABLE %I ALTER COLUMN %I TYPE varchar(100)', narrow.table_name, narrow.column_name);
            END LOOP;
        END $$
        """;

    private final Connection connection;
    private final ExistingSchema existing;
    private final MigrationTarget target;
    private final FluentConfiguration flyway;

    Takeover(Connection connection, ExistingSchema existing, MigrationTarget target, FluentConfiguration flyway) {
        this.connection = connection;
        this.existing = existing;
        this.target = target;
        this.flyway = flyway;
    }

    /** @param version the migration whose schema the database has */
    void run(String version) throws SQLException {
        connection.setAutoCommit(false);
        try {
            lockTables();
            if (existing.has("users")) {
                existing.checkNames();
                removeDefaultPassword();
            }
            if (existing.has("chat_messages")) {
                adaptChat();
            }
            flyway.baselineOnMigrate(true).baselineVersion(version);
            migrate();
            connection.commit();
        } catch (SQLException | RuntimeException failure) {
            rollBack(failure);
            throw failure;
        }
        connection.setAutoCommit(true);
    }

    private void rollBack(Exception failure) {
        try {
            connection.rollback();
        } catch (SQLException connectionLost) {
            failure.addSuppressed(connectionLost);
        }
    }

    /** Locks the tables all at once or not at all, so that it cannot deadlock with a program that still uses them. */
    private void lockTables() throws SQLException {
        String tables = TABLES.stream().filter(existing::has).collect(Collectors.joining(", "));
        if (tables.isEmpty()) {
            return;
        }
        long deadline = System.nanoTime() + target.timeout().toNanos();
        boolean waiting = false;
        while (true) {
            try {
                execute(
                        "SET LOCAL lock_timeout = '100ms'",
                        "LOCK TABLE " + tables + " IN ACCESS EXCLUSIVE MODE",
                        "SET LOCAL lock_timeout = DEFAULT");
                return;
            } catch (SQLException failure) {
                if (!LOCK_NOT_AVAILABLE.equals(failure.getSQLState())) {
                    throw failure;
                }
                connection.rollback();
                if (System.nanoTime() > deadline) {
                    throw new DatabaseFailure(
                            target.description() + " is still in use by another program after "
                                    + target.timeout().toSeconds()
                                    + " s; stop that program, such as the predecessor or a backup, and start again.",
                            failure);
                }
            }
            if (!waiting) {
                target.progress()
                        .accept("Waiting for another program that uses the database, "
                                + target.timeout().toSeconds() + " s at most …");
                waiting = true;
            }
            MigrationConnections.pause(Duration.ofMillis(50));
        }
    }

    private void removeDefaultPassword() throws SQLException {
        for (String hash : existing.query(DEFAULT_HASH)) {
            execute("ALTER TABLE users ALTER COLUMN password_hash DROP NOT NULL");
            int accounts = execute("UPDATE users SET password_hash = NULL WHERE password_hash = (" + hash + ")");
            if (accounts > 0) {
                LOG.warn("Removed the predecessor's published default password from {} accounts", accounts);
            }
        }
    }

    private void adaptChat() throws SQLException {
        if (existing.hasSenderIds()) {
            execute("ALTER TABLE chat_messages RENAME COLUMN sender_id TO user_id");
        }
        execute(
                "DROP INDEX IF EXISTS idx_chat_messages_room_id, idx_chat_messages_sender_id,"
                        + " idx_chat_messages_created_at",
                WIDEN_ROOM_IDS);
    }

    private void migrate() throws SQLException {
        if (existing.has("users")) {
            int longEmails = execute("CREATE TEMPORARY TABLE long_emails ON COMMIT DROP AS"
                    + " SELECT id, email FROM users WHERE length(email) > " + EMAIL_LENGTH);
            if (longEmails > 0) {
                migrateWithLongEmails();
            }
        }
        migrate(flyway);
    }

    /** Replaces the addresses by the ids of their users while the migration shortens the column. */
    private void migrateWithLongEmails() throws SQLException {
        String type = existing.query("SELECT format_type(atttypid, atttypmod) FROM pg_attribute"
                        + " WHERE attrelid = 'users'::regclass AND attname = 'email'")
                .getFirst();
        execute("UPDATE users SET email = users.id::text FROM long_emails WHERE users.id = long_emails.id");
        migrate(copy().target(EMAIL_MIGRATION));
        execute(
                "ALTER TABLE users ALTER COLUMN email TYPE " + type,
                "UPDATE users SET email = long_emails.email FROM long_emails WHERE users.id = long_emails.id");
    }

    private void migrate(FluentConfiguration configuration) {
        configuration.dataSource(new OneTransaction(connection)).load().migrate();
    }

    private FluentConfiguration copy() {
        return Flyway.configure(flyway.getClassLoader()).configuration(flyway);
    }

    /** Returns the number of rows that the last statement changed. */
    private int execute(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int changed = 0;
            for (String sql : statements) {
                changed = statement.executeUpdate(sql);
            }
            return changed;
        }
    }
}
