package io.clubroom.persistence.migration;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.persistence.DatabaseFailure;
import io.clubroom.persistence.DatabaseUrl;
import io.clubroom.persistence.Sql;
import io.clubroom.persistence.TestDatabase;
import io.clubroom.testkit.Rival;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Databases that Clubroom cannot use, as a start notices. */
class DatabaseRequirementsTest {
    private final List<String> progress = new CopyOnWriteArrayList<>();

    private void assertRefused(DatabaseUrl url, String sentence) throws Exception {
        assertThatThrownBy(() -> Migrations.run(url, Duration.ofSeconds(1), progress::add))
                .isInstanceOf(DatabaseFailure.class)
                .hasMessage("The database \"%s\" at %s (DATABASE_URL) %s", url.database(), url.address(), sentence);
    }

    private static List<String> tables(DatabaseUrl url) throws Exception {
        return Sql.column(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"LATIN1", "SQL_ASCII"})
    void a_database_with_another_encoding_is_refused(String encoding) throws Exception {
        DatabaseUrl url =
                TestDatabase.empty("ENCODING '" + encoding + "' LC_COLLATE 'C' LC_CTYPE 'C' LOCALE_PROVIDER libc");

        assertRefused(
                url,
                "has the encoding " + encoding
                        + ", but Clubroom needs UTF8: create a database with ENCODING 'UTF8' and copy the data into"
                        + " it.");

        assertThat(tables(url)).isEmpty();
    }

    @Test
    void a_server_that_is_too_old_is_refused() throws Exception {
        DatabaseUrl url = TestDatabase.empty();
        // Says what an older server would say.
        Sql.execute(
                url,
                "CREATE FUNCTION current_setting(text) RETURNS text LANGUAGE sql AS $$ SELECT '120022' $$",
                "ALTER DATABASE " + url.database() + " SET search_path = public, pg_catalog");

        assertRefused(
                url,
                "is on PostgreSQL 12, but Clubroom needs PostgreSQL 13 or newer: upgrade the server, or copy the data"
                        + " to a newer one.");

        assertThat(tables(url)).isEmpty();
    }

    @Test
    void a_database_that_stays_read_only_fails_the_start() throws Exception {
        DatabaseUrl url = TestDatabase.migrated();
        readOnly(url, true);

        assertRefused(url, "has been read-only for 1 s (it is a standby, or default_transaction_read_only is on).");

        assertThat(progress).containsExactly("Waiting for the database at " + url.address() + ", 1 s at most …");
    }

    @Test
    void a_database_that_is_read_only_for_some_time_is_tried_again() throws Exception {
        DatabaseUrl url = TestDatabase.empty();
        readOnly(url, true);
        Rival<Boolean> start = Rival.start(() -> {
            Migrations.run(url, Duration.ofSeconds(30), progress::add);
            return true;
        });
        await().until(() -> !progress.isEmpty());

        readOnly(url, false);

        assertThat(start.result()).isTrue();
        assertThat(tables(url)).contains("users");
    }

    @Test
    void a_pooler_that_shares_connections_between_transactions_is_refused_without_leaving_a_lock() throws Exception {
        DatabaseUrl url = TestDatabase.empty();
        try (TransactionPooler pooler = new TransactionPooler(url)) {
            assertRefused(
                    pooler.url(),
                    "is behind a pooler that shares connections between transactions, such as PgBouncer with pool_mode"
                            + " = transaction: set pool_mode = session, or connect to PostgreSQL directly.");

            assertThat(Sql.column(
                            url,
                            "SELECT objid FROM pg_locks JOIN pg_database AS d ON d.oid = database"
                                    + " WHERE locktype = 'advisory' AND datname = current_database()"))
                    .isEmpty();
        }
        assertThat(tables(url)).isEmpty();
    }

    private static void readOnly(DatabaseUrl url, boolean on) throws Exception {
        Sql.execute(
                TestDatabase.empty(),
                "ALTER DATABASE " + url.database() + " SET default_transaction_read_only = " + (on ? "on" : "off"));
    }
}
