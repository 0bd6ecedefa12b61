package io.clubroom.bench;

import static java.util.stream.Collectors.joining;

import io.clubroom.bench.Row.Better;
import io.clubroom.bench.Row.Round;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The rows about searches among 5,000,000 messages: three fifths in a thousand public rooms, the rest in one that the reader does not see. */
final class SearchRows {
    private static final int MESSAGES = 5_000_000;
    private static final int ROOMS = 1_000;
    private static final int SEARCHES = 300;
    private static final int WORDS = 60_000;
    private static final int MOST_WORDS_OF_A_MESSAGE = 18;

    /** The most that a search may take, in milliseconds. */
    private static final double LIMIT = 200;

    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final List<String> SYLLABLES = List.of(
            "ba", "ko", "mi", "re", "zu", "tor", "lin", "szcz", "wę", "żół", "pra", "nie", "sta", "ing", "der", "ть");

    private final Database database;
    private final Server server;
    private final Rows.Pace pace;
    private final List<Row> rows;

    SearchRows(Database database, Server server, Rows.Pace pace, List<Row> rows) {
        this.database = database;
        this.server = server;
        this.pace = pace;
        this.rows = rows;
    }

    /** The 99th percentile of the times of searches for different words, one after the other. */
    void search() throws Exception {
        fill();
        Random random = new Random(1);
        Row rare = row("searchrare", "p99 of a search for a word of few messages");
        Row frequent = row("searchfrequent", "for a word of very many, or one letter");
        Row none = row("searchnone", "for a word that no message has");
        Row others = row("searchothers", "for a word that only messages have which the reader does not see");
        for (int round = 0; round < pace.rounds(); round++) {
            measure(rare, () -> word(WORDS / 2 + random.nextInt(WORDS / 2)));
            measure(frequent, () -> random.nextBoolean() ? word(random.nextInt(20)) : "e");
            double medianOfNone = measure(none, () -> "q" + word(random.nextInt(WORDS)) + "q");
            double medianOfOthers = measure(others, () -> hidden(random.nextInt(WORDS)));
            others.remarks.add("median %.1f ms, with none %.1f ms".formatted(medianOfOthers, medianOfNone));
        }
    }

    private Row row(String key, String what) {
        Row row = new Row(key, what, "ms", "promised", LIMIT, LIMIT / 2, Better.LOWER, true);
        rows.add(row);
        return row;
    }

    /** Returns the median. */
    private double measure(Row row, Supplier<String> words) throws Exception {
        double[] millis = new double[SEARCHES];
        double cpu = server.cpuSeconds();
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = 0; i < SEARCHES; i++) {
                long start = System.nanoTime();
                find(client, words.get());
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
        }
        Arrays.sort(millis);
        cpu = server.cpuSeconds() - cpu;
        row.add(server, new Round(millis[SEARCHES * 99 / 100], LIMIT, cpu * 1e6 / SEARCHES));
        return millis[SEARCHES / 2];
    }

    private void find(HttpClient client, String words) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + Net.HOST + ":" + server.port()
                        + "/api/chat/search?q=" + URLEncoder.encode(words, StandardCharsets.UTF_8)))
                .header("Authorization", "Bearer " + Server.token(Database.ADMIN, "admin"))
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException("a search got " + response.statusCode() + ": " + response.body());
        }
    }

    private void fill() throws Exception {
        String name = server.databaseName();
        database.execute(
                name,
                "INSERT INTO chat_rooms (id, name, kind) SELECT 'search' || i, 'Search ' || i, 'public'"
                        + " FROM generate_series(0, " + (ROOMS - 1)
                        + ") AS i UNION ALL SELECT 'hidden', 'Hidden', 'private'");
        database.copyMessages(name, "id, room_id, user_id, content, created_at, seq", new Lines());
        long start = System.nanoTime();
        database.execute(
                name,
                "UPDATE chat_rooms SET last_seq = counted.seq FROM (SELECT room_id, max(seq) AS seq FROM chat_messages"
                    + " GROUP BY room_id) AS counted WHERE counted.room_id = chat_rooms.id AND last_seq < counted.seq",
                "VACUUM ANALYZE chat_messages");
        while (pending(name) > 2_000) {
            if (System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IllegalStateException("the messages did not get into the index");
            }
            Net.sleep(Duration.ofSeconds(1));
        }
        System.out.printf("  %d s until they were in the index%n", (System.nanoTime() - start) / 1_000_000_000);
    }

    private long pending(String name) throws SQLException {
        return Long.parseLong(database.query(
                name,
                "SELECT (SELECT coalesce(sum(last_seq - indexed_seq), 0) FROM chat_rooms WHERE search_pending)"
                        + " + (SELECT coalesce(sum(documents), 0) FROM chat_search_segments WHERE NOT has_keys)"));
    }

    /** The word with this number. */
    private static String word(int number) {
        StringBuilder word = new StringBuilder();
        for (int rest = number + SYLLABLES.size(); rest > 0; rest /= SYLLABLES.size()) {
            word.append(SYLLABLES.get(rest % SYLLABLES.size()));
        }
        return word.toString();
    }

    /** A word that only the hidden room has. */
    private static String hidden(int number) {
        return "x" + word(number) + "x";
    }

    /** The messages, as COPY reads them. */
    private static final class Lines extends InputStream {
        private final Random random = new Random(7);
        private final long[] seqs = new long[ROOMS + 1];
        private Instant time = Instant.parse("2024-01-01T00:00:00Z");
        private int messages;
        private byte[] line = {};
        private int position;

        @Override
        public int read() {
            throw new UnsupportedOperationException("read one byte");
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            if (position == line.length) {
                if (messages == MESSAGES) {
                    return -1;
                }
                messages++;
                line = line().getBytes(StandardCharsets.UTF_8);
                position = 0;
            }
            int count = Math.min(length, line.length - position);
            System.arraycopy(line, position, target, offset, count);
            position += count;
            return count;
        }

        private String line() {
            boolean isHidden = random.nextInt(5) < 2;
            int room = isHidden ? ROOMS : random.nextInt(ROOMS);
            time = time.plusMillis(random.nextInt(20_000));
            IntFunction<String> words = isHidden ? SearchRows::hidden : SearchRows::word;
            String text = Stream.generate(() -> words.apply(zipf()))
                    .limit(1 + random.nextInt(MOST_WORDS_OF_A_MESSAGE))
                    .collect(joining(" "));
            return String.join(
                    "\t",
                    new UUID(random.nextLong(), random.nextLong()).toString(),
                    isHidden ? "hidden" : "search" + room,
                    Database.user(2 + random.nextInt(1_000)).toString(),
                    text,
                    time.toString(),
                    ++seqs[room] + "\n");
        }

        /** The number of a word; the hundredth is a hundredth as frequent as the first. */
        private int zipf() {
            return (int) Math.min(WORDS - 1, Math.exp(random.nextDouble() * Math.log(WORDS)) - 1);
        }
    }
}
