package io.clubroom.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.clubroom.bench.HttpLoad.Result;
import io.clubroom.bench.Row.Spread;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;

/** How time and memory grow with users, receivers, connections and senders, as tables and plots. */
final class Curves {
    static final int USERS = 1_000_000;
    static final int MESSAGES_OF_A_USER = 5;
    static final List<String> KEYS = List.of("requests", "fanout", "connections", "senders");

    private static final int ROUNDS = 5;
    private static final Duration MEASURE = Duration.ofMillis(400);
    private static final Duration LONG = Duration.ofSeconds(2);
    private static final int[] RECEIVERS = {10, 100, 1_000, 9_000};
    private static final int[] CONNECTIONS = {0, 1_000, 3_000, 9_000};
    private static final int[] SENDERS = {1, 4, 16, 64};

    private final Net net;
    private final Database database;
    private final Server server;
    private final Machine machine;
    private final Path directory;
    private final Rows rows;
    private final List<String> keys;
    private final int messages;

    private final StringBuilder tables = new StringBuilder();
    private final Map<String, Object> json = new LinkedHashMap<>();
    private final Map<String, String> plots = new LinkedHashMap<>();
    private boolean complete = true;

    Curves(Net net, Database database, Server server, Machine machine, Path directory, Rows rows, List<String> keys) {
        this.net = net;
        this.database = database;
        this.server = server;
        this.machine = machine;
        this.directory = directory;
        this.rows = rows;
        this.keys = keys;
        this.messages = MESSAGES_OF_A_USER * database.users();
    }

    /** Measures each part. Returns false if one failed; the others are measured all the same. */
    boolean measure() {
        part("requests", "Lists, searches, statistics and history", this::requests);
        part("fanout", "Fan-out", this::fanOut);
        part("connections", "Idle connections", this::connections);
        part("senders", "Senders", this::senders);
        return complete;
    }

    private interface Part {
        void measure() throws Exception;
    }

    private void part(String key, String name, Part part) {
        if (!keys.contains(key)) {
            return;
        }
        System.out.println(name + " …");
        machine.begin();
        tables.append("### ").append(name).append("\n\n");
        try {
            part.measure();
        } catch (Exception failure) {
            complete = false;
            tables.append("\nNOT FINISHED: ").append(failure).append('\n');
        }
        double others = machine.others();
        tables.append("\nOthers kept %.1f of %d processors busy%s.%n%n"
                .formatted(others, Machine.processors(), Machine.areIdle(others) ? "" : ": DON'T BELIEVE"));
    }

    // Sequential requests of one client

    private void requests() throws Exception {
        Map<String, String> paths = new LinkedHashMap<>();
        String first = "/api/users?limit=100";
        paths.put("users, page 1", first);
        paths.put("page 100", rows.farPage(server, 100));
        paths.put("page 1,000", rows.farPage(server, 1_000));
        paths.put("users, page 1 of trainers", first + "&role=trainer");
        for (String text : List.of("zebra", "user777777", "qw", "木", "zq", "77", "a", "user")) {
            paths.put("`q=" + text + "`", first + "&q=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
        }
        paths.put("statistics", "/api/users/statistics");
        String room = "/api/chat/rooms/room0/messages?limit=50";
        paths.put("history, newest", room);
        paths.put("history, middle", room + "&before_seq=" + messages / 4);
        paths.put("history, oldest", room + "&before_seq=100");
        paths.put("history of a small room", "/api/chat/rooms/room1/messages?limit=50");

        Map<String, HttpLoad> loads = new LinkedHashMap<>();
        Map<String, double[]> p50 = new LinkedHashMap<>();
        Map<String, double[]> p99 = new LinkedHashMap<>();
        Map<String, double[]> cpu = new LinkedHashMap<>();
        Map<String, String> totals = new LinkedHashMap<>();
        Set<String> remarks = new LinkedHashSet<>();
        for (Map.Entry<String, String> path : paths.entrySet()) {
            HttpLoad load = rows.one(server, path.getValue());
            loads.put(path.getKey(), load);
            ask(load);
            totals.put(
                    path.getKey(),
                    server.get(path.getValue())
                            .headers()
                            .firstValue("X-Total-Count")
                            .orElse(""));
            p50.put(path.getKey(), new double[ROUNDS]);
            p99.put(path.getKey(), new double[ROUNDS]);
            cpu.put(path.getKey(), new double[ROUNDS]);
        }
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, HttpLoad> load : loads.entrySet()) {
                double before = cpuSeconds();
                Result result = ask(load.getValue());
                if (result.good == 0) {
                    remarks.add("%s: no good answer in a round; %d were 503, %d something else"
                            .formatted(load.getKey(), result.overloaded, result.failed));
                }
                p50.get(load.getKey())[round] = result.millis(50);
                p99.get(load.getKey())[round] = result.millis(99);
                cpu.get(load.getKey())[round] = (cpuSeconds() - before) * 1e3 / Math.max(1, result.good);
            }
        }
        tables.append(
                "%,d users, %,d messages (half of them in one room); one client, ms; the ratio is to the first page.%n%n"
                        .formatted(database.users(), messages));
        tables.append(
                "| | found | p50 (from – to) | ratio | p99 | CPU, server and database |\n|---|---|---|---|---|---|\n");
        List<Object> points = new ArrayList<>();
        double base = Spread.of(p50.get("users, page 1")).median();
        for (String name : paths.keySet()) {
            Spread middle = Spread.of(p50.get(name));
            double high = Spread.of(p99.get(name)).median();
            double work = Spread.of(cpu.get(name)).median();
            tables.append("| %s | %s | %.2f (%.2f – %.2f) | %.2f | %.2f | %.2f |%n"
                    .formatted(
                            name,
                            totals.get(name).isEmpty() ? "" : "%,d".formatted(Long.parseLong(totals.get(name))),
                            middle.median(),
                            middle.min(),
                            middle.max(),
                            middle.median() / base,
                            high,
                            work));
            points.add(
                    Map.of("what", name, "p50_ms", middle, "p99_ms", high, "cpu_ms", work, "total", totals.get(name)));
        }
        remarks.forEach(remark -> tables.append("\n").append(remark).append('\n'));
        json.put("requests", points);
        List<double[]> line = new ArrayList<>();
        List<double[]> high = new ArrayList<>();
        Map<Double, String> ticks = new LinkedHashMap<>();
        String[] pages = {"users, page 1", "page 100", "page 1,000"};
        for (int i = 0; i < pages.length; i++) {
            line.add(new double[] {i, Spread.of(p50.get(pages[i])).median()});
            high.add(new double[] {i, Spread.of(p99.get(pages[i])).median()});
            ticks.put((double) i, pages[i]);
        }
        plots.put(
                "pages",
                Report.plot(
                        "A page of 100 of %,d users: ms".formatted(database.users()),
                        Map.of("p50", line, "p99", high),
                        ticks));
    }

    /** Repeats the request, longer if there was no answer at all. */
    private static Result ask(HttpLoad load) throws Exception {
        Result result = load.saturate(MEASURE);
        for (int times = 3; times <= 30 && result.good + result.failed + result.overloaded == 0; times *= 3) {
            result = load.saturate(MEASURE.multipliedBy(times));
        }
        return result;
    }

    /** CPU of the server and of the database. */
    private double cpuSeconds() {
        return Machine.cpuSecondsWithChildren(server.pid()) + Machine.cpuSecondsWithChildren(database.pid());
    }

    // Chat

    private void fanOut() throws Exception {
        tables.append("One message at a time, deliveries a second and processor of the server; p99 of a delivery at 2"
                + " messages a second.\n\n");
        tables.append("| receivers | deliveries/s/CPU (from – to) | bare Netty | ratio | CPU a delivery | p50 | p99 |\n"
                + "|---|---|---|---|---|---|---|\n");
        List<Object> points = new ArrayList<>();
        Map<String, List<double[]>> lines = new LinkedHashMap<>();
        Map<Double, String> ticks = new LinkedHashMap<>();
        try (Server probe = Server.probe(400, directory)) {
            for (int size : RECEIVERS) {
                double[] ours = new double[ROUNDS];
                double[] bare = new double[ROUNDS];
                Histogram latency;
                try (ChatLoad room = new ChatLoad(net, server.port(), size, Rows::member);
                        ChatLoad other = new ChatLoad(net, probe.port(), size, Rows::member)) {
                    perProcessor(server, room);
                    perProcessor(probe, other);
                    for (int round = 0; round < ROUNDS; round++) {
                        bare[round] = perProcessor(probe, other);
                        ours[round] = perProcessor(server, room);
                    }
                    latency = room.pace(2, 60, LONG.multipliedBy(3));
                }
                Spread spread = Spread.of(ours);
                double most = Spread.of(bare).median();
                tables.append("| %,d | %,.0f (%,.0f – %,.0f) | %,.0f | %.2f | %.1f µs | %.1f ms | %.1f ms |%n"
                        .formatted(
                                size,
                                spread.median(),
                                spread.min(),
                                spread.max(),
                                most,
                                spread.median() / most,
                                1e6 / spread.median(),
                                latency.getValueAtPercentile(50) / 1e6,
                                latency.getValueAtPercentile(99) / 1e6));
                points.add(Map.of(
                        "receivers",
                        size,
                        "deliveries_per_cpu_second",
                        spread,
                        "bare_netty",
                        most,
                        "p99_ms",
                        latency.getValueAtPercentile(99) / 1e6));
                double x = Math.log10(size);
                lines.computeIfAbsent("Clubroom", _ -> new ArrayList<>()).add(new double[] {x, spread.median()});
                lines.computeIfAbsent("bare Netty", _ -> new ArrayList<>()).add(new double[] {x, most});
                ticks.put(x, "%,d".formatted(size));
            }
        }
        json.put("fan_out", points);
        plots.put("fan-out", Report.plot("Deliveries a second and processor by receivers", lines, ticks));
    }

    private static double perProcessor(Server server, ChatLoad room) throws Exception {
        double cpu = server.cpuSeconds();
        long before = room.received();
        room.fanOut(1, Duration.ofSeconds(1));
        return (room.received() - before) / (server.cpuSeconds() - cpu);
    }

    private void connections() throws Exception {
        tables.append("Joined to one room, idle; a server of their own. Memory after a full collection.\n\n");
        tables.append("| connections | resident memory | a connection | CPU, idle |\n|---|---|---|---|\n");
        List<Object> points = new ArrayList<>();
        List<double[]> line = new ArrayList<>();
        Map<Double, String> ticks = new LinkedHashMap<>();
        try (Server fresh = rows.anotherServer()) {
            new ChatLoad(net, fresh.port(), 500, Rows::member).close();
            double base = 0;
            for (int number : CONNECTIONS) {
                ChatLoad idle = number == 0 ? null : new ChatLoad(net, fresh.port(), number, _ -> Rows.member(1));
                Rows.collectGarbage(fresh);
                double mebibytes = Machine.residentBytes(fresh.pid()) / 1024.0 / 1024;
                base = number == 0 ? mebibytes : base;
                double cpu = fresh.cpuSeconds();
                Net.sleep(LONG.multipliedBy(4));
                double busy = (fresh.cpuSeconds() - cpu) / (LONG.toMillis() * 4 / 1e3);
                tables.append("| %,d | %.0f MiB | %s | %.2f %% of a processor |%n"
                        .formatted(
                                number,
                                mebibytes,
                                number == 0 ? "" : "%.1f KiB".formatted((mebibytes - base) * 1024 / number),
                                busy * 100));
                points.add(Map.of("connections", number, "resident_mib", mebibytes, "idle_cpu", busy));
                line.add(new double[] {number, mebibytes});
                ticks.put((double) number, "%,d".formatted(number));
                if (idle != null) {
                    idle.close();
                }
            }
        }
        json.put("connections", points);
        plots.put(
                "connections",
                Report.plot("Resident memory in MiB by idle connections", Map.of("Clubroom", line), ticks));
    }

    private void senders() throws Exception {
        tables.append(
                "Messages stored and heard by all, 4 on their way each, in up to 8 rooms; I: single rows inserted by 8"
                        + " clients in the same round.\n\n");
        tables.append("| senders | messages/s (from – to) | I | ratio | CPU a message |\n|---|---|---|---|---|\n");
        List<Object> points = new ArrayList<>();
        List<double[]> line = new ArrayList<>();
        List<double[]> limit = new ArrayList<>();
        Map<Double, String> ticks = new LinkedHashMap<>();
        for (int number : SENDERS) {
            double[] said = new double[ROUNDS];
            double[] most = new double[ROUNDS];
            double[] cpu = new double[ROUNDS];
            try (ChatLoad load = new ChatLoad(net, server.port(), number, i -> rows.talker(i, 8))) {
                load.talk(number, 4, LONG);
                for (int round = 0; round < ROUNDS; round++) {
                    most[round] = database.inserts(Duration.ofSeconds(1));
                    double before = server.cpuSeconds();
                    said[round] = load.talk(number, 4, Duration.ofSeconds(1));
                    cpu[round] = (server.cpuSeconds() - before) * 1e6 / said[round];
                }
            }
            Spread spread = Spread.of(said);
            double inserts = Spread.of(most).median();
            tables.append("| %d | %,.0f (%,.0f – %,.0f) | %,.0f | %.2f | %.0f µs |%n"
                    .formatted(
                            number,
                            spread.median(),
                            spread.min(),
                            spread.max(),
                            inserts,
                            spread.median() / inserts,
                            Spread.of(cpu).median()));
            points.add(Map.of("senders", number, "messages_per_second", spread, "inserts_per_second", inserts));
            double x = Math.log(number) / Math.log(2);
            line.add(new double[] {x, spread.median()});
            limit.add(new double[] {x, inserts});
            ticks.put(x, Integer.toString(number));
        }
        json.put("senders", points);
        plots.put(
                "senders",
                Report.plot(
                        "Messages stored and heard a second by senders", Map.of("Clubroom", line, "I", limit), ticks));
    }

    String tables() {
        return tables.toString();
    }

    void write(Path out, Map<String, Object> circumstances) throws IOException {
        Files.createDirectories(out);
        Map<String, Object> all = new LinkedHashMap<>(circumstances);
        all.putAll(json);
        new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .writeValue(out.resolve("curves.json").toFile(), all);
        Files.writeString(out.resolve("curves.md"), tables());
        for (Map.Entry<String, String> plot : plots.entrySet()) {
            Files.writeString(out.resolve("curve-" + plot.getKey() + ".svg"), plot.getValue());
        }
    }
}
