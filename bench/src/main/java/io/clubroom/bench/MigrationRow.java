package io.clubroom.bench;

import io.clubroom.bench.Row.Better;
import io.clubroom.bench.Row.Round;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * The row about the migrations that give rooms kinds, members and changes: how long they keep others waiting who read and write messages and
 * users in a database with 5,000,000 messages.
 */
final class MigrationRow {
    private static final String DATABASE = "migrated";
    private static final int MESSAGES = 5_000_000;

    /** The first of the migrations that are measured. */
    private static final String FIRST = "V20261130100000";

    /** The most that others may wait, in milliseconds. */
    private static final double LIMIT = 1_000;

    private final Database database;
    private final Path home;
    private final List<Row> rows;

    MigrationRow(Database database, Path home, List<Row> rows) {
        this.database = database;
        this.home = home;
        this.rows = rows;
    }

    void migrate() throws Exception {
        Row row = new Row(
                "migration",
                "the longest that others wait for migrations",
                "ms",
                "promised",
                LIMIT,
                LIMIT / 2,
                Better.LOWER,
                true);
        rows.add(row);
        database.create(DATABASE);
        for (Path script : scripts()) {
            if (isBefore(script)) {
                database.execute(DATABASE, Files.readString(script));
            }
        }
        database.fill(DATABASE);
        database.fillMessages(DATABASE, MESSAGES);
        CompletableFuture<Double> longest = new CompletableFuture<>();
        AtomicBoolean migrated = new AtomicBoolean();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                longest.complete(longestWait(migrated));
            } catch (SQLException failure) {
                longest.completeExceptionally(failure);
            }
        });
        long start = System.nanoTime();
        for (Path script : scripts()) {
            if (!isBefore(script)) {
                database.execute(DATABASE, "BEGIN", Files.readString(script), "COMMIT");
            }
        }
        row.remarks.add("%.1f s for all".formatted((System.nanoTime() - start) / 1e9));
        migrated.set(true);
        row.add("this", new Round(longest.get(), LIMIT, Double.NaN));
    }

    /** The longest of the transactions, one after the other, that write a message and change a room and a user; in milliseconds. */
    private double longestWait(AtomicBoolean migrated) throws SQLException {
        double longest = 0;
        while (!migrated.get()) {
            long start = System.nanoTime();
            database.execute(
                    DATABASE,
                    "BEGIN",
                    "UPDATE chat_rooms SET last_seq = last_seq + 1 WHERE id = 'room0'",
                    "INSERT INTO chat_messages (id, room_id, content, created_at, seq) SELECT gen_random_uuid(), id,"
                            + " 'text', now(), last_seq FROM chat_rooms WHERE id = 'room0'",
                    "UPDATE users SET updated_at = now() WHERE id = '" + Database.user(2) + "'",
                    "SELECT content FROM chat_messages WHERE room_id = 'room0' ORDER BY seq DESC LIMIT 50",
                    "ROLLBACK");
            longest = Math.max(longest, (System.nanoTime() - start) / 1e6);
        }
        return longest;
    }

    private static boolean isBefore(Path script) {
        return script.getFileName().toString().compareTo(FIRST) < 0;
    }

    private List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(home.resolve("migrations"))) {
            return files.filter(file -> file.toString().endsWith(".sql"))
                    .sorted()
                    .toList();
        }
    }
}
