package io.clubroom.persistence.migration;

import io.clubroom.persistence.DatabaseUrl;
import io.clubroom.persistence.Sql;
import io.clubroom.persistence.TestDatabase;
import io.clubroom.testkit.takeover.PredecessorSchema;
import io.clubroom.testkit.takeover.PredecessorSchema.Step;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A database that the predecessor made and used. */
record PredecessorDatabase(DatabaseUrl url, int steps) {
    static final int ALL = PredecessorSchema.steps().size();
    static final int PASSWORDS = 3;
    static final int ROLES = 4;
    static final int CHAT = 6;
    static final int APPOINTMENTS = 7;

    static final String ANNA = "00000000-0000-4000-8000-00000000000a";
    static final String BEN = "00000000-0000-4000-8000-00000000000b";
    static final String LONG = "00000000-0000-4000-8000-00000000000c";
    static final String ODD = "00000000-0000-4000-8000-00000000000d";
    static final String OWN_HASH = "$2y$10$k8Y6Nt5zfQXmGO9VvQH2Ce285m/0m579qMVqFhAzcY3uakLhveRBy";

    /** @param steps the number of the predecessor's migrations */
    static PredecessorDatabase create(int steps, boolean withHistory) throws SQLException {
        DatabaseUrl url = TestDatabase.empty();
        List<String> statements = new ArrayList<>();
        for (Step step : PredecessorSchema.steps().subList(0, steps)) {
            statements.addAll(step.statements());
            if (step.version() == 20250306220539L) {
                statements.add("""
                    INSERT INTO users (id, username, email, full_name, active, created_at, updated_at) VALUES
                        ('%s', 'Anna', 'Anna@Example.com', 'Anna Ångström', TRUE, '2025-03-06 23:00Z', '2025-03-06 23:30:00.123456Z'),
                        ('%s', 'ben', 'ben@example.com', NULL, FALSE, '2025-03-06 23:00Z', '2025-03-06 23:00Z'),
                        ('%s', repeat('ž', 255), repeat('m', 243) || '@example.com', repeat('東', 255), TRUE, '2025-03-06 23:02Z', '2025-03-06 23:02Z'),
                        ('%s', E'čaj & "káva"/\\n🍵', 'no address', '''', TRUE, '2025-03-06 23:03Z', '2025-03-06 23:03Z')
                    """.formatted(ANNA, BEN, LONG, ODD));
            }
        }
        if (steps >= PASSWORDS) {
            statements.add("UPDATE users SET password_hash = '%s' WHERE username = 'Anna'".formatted(OWN_HASH));
        }
        if (steps >= ROLES) {
            statements.add("UPDATE users SET role = '%s' WHERE username = 'Anna'"
                    .formatted(steps > ROLES ? "admin" : "trainer"));
        }
        if (steps >= CHAT) {
            statements.add("INSERT INTO chat_rooms (id, name, created_at) VALUES ('', 'no id', '2025-03-16 00:00Z'),"
                    + " (repeat('ř', 50), repeat('ů', 100), '2025-03-16 00:00Z'), ('a/b c?', '', '2025-03-16 00:00Z')");
            statements.add("""
                INSERT INTO chat_messages (id, sender_id, sender_name, content, room_id, created_at) VALUES
                    ('00000000-0000-4000-8000-000000000103', '%1$s', 'Anna', 'fourth', 'general', '2025-03-16 10:00:00.000002Z'),
                    ('f0000000-0000-4000-8000-000000000100', '%1$s', 'Anna B.', 'third', 'general', '2025-03-16 10:00:00.000001Z'),
                    ('80000000-0000-4000-8000-000000000101', '%2$s', 'ben', 'second', 'general', '2025-03-16 10:00:00.000001Z'),
                    ('10000000-0000-4000-8000-000000000102', '%1$s', 'Anna', 'first', 'general', '2025-03-16 10:00:00.000001Z'),
                    (gen_random_uuid(), '%3$s', '', '', 'support', '2025-03-16 10:00Z'),
                    (gen_random_uuid(), '%4$s', repeat('名', 100), repeat('x', 100000), repeat('ř', 50), '2025-03-16 10:00Z'),
                    (gen_random_uuid(), '%4$s', 'odd', E' \\n\\t', 'a/b c?', '2025-03-16 10:00Z'),
                    (gen_random_uuid(), '%4$s', 'odd', 'nowhere', '', '2025-03-16 10:00Z')
                """.formatted(ANNA, BEN, LONG, ODD));
        }
        if (steps >= APPOINTMENTS) {
            statements.add("""
                INSERT INTO appointments (client_id, trainer_id, %s, appointment_date, start_time, duration_minutes)
                VALUES ('%s', '%s', 'training', '2025-03-20', '10:00', 60)
                """.formatted(steps == APPOINTMENTS ? "title" : "type", BEN, ANNA));
        }
        if (withHistory) {
            statements.addAll(PredecessorSchema.history(steps));
        }
        Sql.execute(url, statements.toArray(String[]::new));
        return new PredecessorDatabase(url, steps);
    }

    boolean has(int step) {
        return steps >= step;
    }

    /** Everything in the database: its relations, columns, constraints, indexes, triggers, functions and rows. */
    List<String> content() throws SQLException {
        return content("%");
    }

    /** The same of the tables with such a name. */
    List<String> content(String tables) throws SQLException {
        List<String> content = new ArrayList<>();
        for (String query : List.of(
                """
                SELECT concat_ws(' ', relname, relkind, attname, format_type(atttypid, atttypmod), attnotnull,
                                 pg_get_expr(adbin, adrelid), col_description(pg_class.oid, attnum))
                FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped
                    LEFT JOIN pg_attrdef ON adrelid = pg_class.oid AND adnum = attnum
                WHERE relnamespace = 'public'::regnamespace AND relname LIKE '%s' ORDER BY relname, attnum
                """,
                "SELECT conname || pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid::regclass::text LIKE"
                        + " '%s' AND connamespace = 'public'::regnamespace ORDER BY conname",
                "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename LIKE '%s' ORDER BY indexdef",
                "SELECT tgrelid::regclass || tgname FROM pg_trigger WHERE NOT tgisinternal"
                        + " AND tgrelid::regclass::text LIKE '%s' ORDER BY tgrelid, tgname")) {
            content.addAll(Sql.column(url, query.formatted(tables)));
        }
        for (String table : Sql.column(
                url,
                "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE '" + tables + "'"
                        + " ORDER BY tablename")) {
            content.addAll(rows(table));
        }
        return content;
    }

    List<String> rows(String table) throws SQLException {
        return Sql.column(url, "SELECT to_jsonb(r)::text FROM " + table + " r ORDER BY 1");
    }
}
