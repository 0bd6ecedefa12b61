package io.clubroom.bench;

import io.clubroom.bench.Row.Better;
import io.clubroom.bench.Row.Round;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The row about the migrations that give rooms kinds, members and changes: how long the longest of their transactions takes in a database with
 * 5,000,000 messages. No lock is held for longer than that.
 */
final class MigrationRow {
    private static final String DATABASE = "migrated";
    private static final int MESSAGES = 5_000_000;

    /** The first of the migrations that are measured. */
    private static final String FIRST = "V20261130100000";

    /** The most that a lock may be held, in milliseconds. */
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
        Row row =
                new Row("migration", "the longest transaction", "ms", "promised", LIMIT, LIMIT / 2, Better.LOWER, true);
        rows.add(row);
        database.create(DATABASE);
        for (Path script : scripts()) {
            if (isBefore(script)) {
                database.execute(DATABASE, Files.readString(script));
            }
        }
        database.fill(DATABASE);
        database.fillMessages(DATABASE, MESSAGES);
        double longest = 0;
        for (Path script : scripts()) {
            if (!isBefore(script)) {
                long start = System.nanoTime();
                database.execute(DATABASE, "BEGIN", Files.readString(script), "COMMIT");
                longest = Math.max(longest, (System.nanoTime() - start) / 1e6);
            }
        }
        row.add("this", new Round(longest, LIMIT, Double.NaN));
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
