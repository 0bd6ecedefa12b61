package io.clubroom.bench;

import io.clubroom.bench.HttpLoad.Result;
import io.clubroom.bench.Row.Better;
import io.clubroom.bench.Row.Round;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** Measures each row of the table of targets. */
final class Rows {
    static final Map<String, String> KEYS = new LinkedHashMap<>();

    static {
        KEYS.put("reads", "GET of a user by id with a token, 64 connections");
        KEYS.put("json", "JSON without the database, 64 connections");
        KEYS.put("chat", "messages stored and delivered, 64 senders in 8 rooms");
        KEYS.put("fanout", "one room of 1,000, and a curve of other sizes");
        KEYS.put("login", "logins a second under a storm, and what it does to reads");
        KEYS.put("stalled", "one reader in 1,000 that reads nothing");
        KEYS.put("pages", "page 1,000 of the list of users against page 1");
        KEYS.put("list", "server CPU of a page of 50 users with the total");
        KEYS.put("metrics", "server CPU of a scrape of /metrics");
        KEYS.put("refresh", "server CPU of a refresh");
        KEYS.put("rooms", "messages acknowledged, 64 senders each in a room of its own");
        KEYS.put("members", "messages in a room of 1,000 members against one of the senders alone");
        KEYS.put("hundred", "server CPU of a delivery to 100 receivers, one message at a time");
        KEYS.put("join", "10,000 clients connect, authenticate and join");
        KEYS.put("return", "5,000 clients of one room lose their connections and return at once");
        KEYS.put("recovery", "kill -9 under traffic until all clients are back");
        KEYS.put("download", "files of 50 MiB received");
        KEYS.put("upload", "files of 50 MiB sent, and the heap of 20 at once");
        KEYS.put("search", "searches among 5,000,000 messages");
        KEYS.put("migration", "the longest wait for the migrations at 5,000,000 messages");
        KEYS.put("start", "start of the process, and memory of idle connections");
    }

    /** The rows that read only the users who chat. */
    static final Set<String> CHAT_ONLY = Set.of(
            "chat",
            "fanout",
            "stalled",
            "rooms",
            "members",
            "hundred",
            "join",
            "return",
            "recovery",
            "download",
            "upload",
            "search",
            "migration");

    private static final int CONNECTIONS = 64;
    private static final int PATHS = 4_096;
    private static final String HASHES = "clubroom_password_hashes_";
    private static final int WARM_UP_REQUESTS = 100_000;
    private static final int ROOM_SIZE = 1_000;
    private static final int[] ROOM_SIZES = {10, 100, 300, 1_000, 3_000};
    private static final String SLOW_READERS_CLOSED = "clubroom_chat_slow_readers_closed_total";
    private static final int PAGE = 100;
    private static final int FAR_PAGE = 1_000;
    private static final Pattern NEXT = Pattern.compile("<([^>]*)>; *rel=\"next\"");

    /**
     * @param measure the length of one measurement
     * @param warmUp the load before the first measurement
     * @param rounds the number of measurements of each row
     * @param restarts the number of server starts
     * @param stormConnections the number of connections that sign in at once
     */
    record Pace(
            Duration measure,
            Duration warmUp,
            int rounds,
            int restarts,
            int idleConnections,
            int stormConnections,
            boolean curves) {}

    private final Net net;
    private final Database database;
    private final List<Server> servers;
    private final Machine machine;
    private final Pace pace;
    private final Path directory;
    private final Path home;
    private final ChatRows chatRows;
    private final FileRows fileRows;
    private final SearchRows searchRows;

    final List<Row> rows = new ArrayList<>();
    /** The failures of rows that could not be measured, by key. */
    final Map<String, String> failures = new LinkedHashMap<>();

    final Map<String, Histogram> latencies = new LinkedHashMap<>();
    /** Deliveries per second of CPU, by server and size of the room. */
    final Map<String, Map<Integer, Double>> fanOutBySize = new LinkedHashMap<>();

    Rows(Net net, Database database, List<Server> servers, Machine machine, Pace pace, Path directory, Path home) {
        this.net = net;
        this.database = database;
        this.servers = servers;
        this.machine = machine;
        this.pace = pace;
        this.directory = directory;
        this.home = home;
        this.chatRows = new ChatRows(net, database, servers, pace, directory, rows);
        this.fileRows = new FileRows(servers, pace, directory, rows);
        this.searchRows = new SearchRows(database, servers.getLast(), pace, rows);
    }

    Net net() {
        return net;
    }

    /** Measures a row; a failure is recorded, and the other rows are measured all the same. */
    void measure(String key) {
        int before = rows.size();
        machine.begin();
        try {
            measureRow(key);
        } catch (Exception | AssertionError failure) {
            failures.put(key, failure.toString());
            rows.subList(before, rows.size()).removeIf(row -> row.rounds.isEmpty());
            rows.subList(before, rows.size()).forEach(row -> row.remarks.add("NOT FINISHED: " + failure));
        }
        double others = machine.others();
        rows.subList(before, rows.size()).forEach(row -> row.othersCpus = others);
    }

    private void measureRow(String key) throws Exception {
        switch (key) {
            case "reads" -> reads();
            case "json" -> json();
            case "chat" -> chat();
            case "fanout" -> fanOut();
            case "login" -> login();
            case "stalled" -> stalledReader();
            case "pages" -> pages();
            case "list" -> list();
            case "metrics" -> metrics();
            case "refresh" -> refresh();
            case "rooms" -> chatRows.rooms();
            case "members" -> chatRows.members();
            case "hundred" -> chatRows.hundred();
            case "join" -> chatRows.join();
            case "return" -> chatRows.returns();
            case "recovery" -> chatRows.recovery();
            case "download" -> fileRows.download();
            case "upload" -> fileRows.upload();
            case "search" -> searchRows.search();
            case "migration" -> new MigrationRow(database, home, rows).migrate();
            case "start" -> starts();
            default -> throw new IllegalArgumentException("there is no row " + key);
        }
    }

    /** @param absolute whether floor and aim apply to the value, not to the ratio */
    private Row row(String key, String what, String unit, String limit, double floor, double aim, boolean absolute) {
        Row row = new Row(key, what, unit, limit, floor, aim, Better.LOWER, absolute);
        rows.add(row);
        return row;
    }

    private Row row(String key, String what, String unit, String limit, double floor, double aim, Better better) {
        Row row = new Row(key, what, unit, limit, floor, aim, better, false);
        rows.add(row);
        return row;
    }

    // Requests

    private HttpLoad.Requests readsOfAnybody() {
        List<String> paths = Stream.generate(() -> "/api/users/" + Database.anyUser(database.users()))
                .limit(PATHS)
                .toList();
        return new HttpLoad.Requests(paths, Server.token(Database.ADMIN, "admin"), null);
    }

    private void reads() throws Exception {
        Row row = row("reads", "GET user by id, 64 connections", "1/s", "R", 0.60, 0.75, Better.HIGHER);
        saturate(row, readsOfAnybody(), () -> database.reads(pace.measure()));
    }

    private void json() throws Exception {
        Row row = row("json", "JSON without the database", "1/s", "N", 0.6, 0.8, Better.HIGHER);
        HttpLoad.Requests requests = HttpLoad.Requests.get("/health/live", null);
        try (Server probe = Server.probe(400, directory)) {
            HttpLoad load = new HttpLoad(probe.port(), CONNECTIONS, requests, directory);
            load.saturate(pace.warmUp().dividedBy(2));
            saturate(row, requests, () -> load.saturate(pace.measure()).perSecond());
        }
    }

    // What one request costs

    private interface Call {
        /** Calls the server for about this long. Returns the number of successful calls. */
        long repeat(Duration time) throws Exception;
    }

    private interface Calls {
        Call of(Server server) throws Exception;
    }

    private void list() throws Exception {
        HttpLoad.Requests page = HttpLoad.Requests.get("/api/users?limit=50", Server.token(Database.ADMIN, "admin"));
        cost("list", "a page of 50 users with the total", 400, 250, server -> repeated(server, 8, page));
    }

    private void metrics() throws Exception {
        HttpLoad.Requests scrape = HttpLoad.Requests.get("/metrics", null);
        cost("metrics", "a scrape of /metrics", 2_000, 1_000, server -> {
            repeated(server, 8, scrape).repeat(pace.warmUp());
            return repeated(server, 1, scrape);
        });
    }

    private void refresh() throws Exception {
        cost("refresh", "a refresh of a session", 400, 200, server -> {
            // One session alone makes too few calls for the JIT compiler.
            try (ExecutorService sessions = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < 8; i++) {
                    Call session = refreshing(server);
                    sessions.submit(() -> session.repeat(pace.warmUp()));
                }
            }
            return refreshing(server);
        });
    }

    /** One client that refreshes its session again and again. */
    private static Call refreshing(Server server) throws Exception {
        String[] token = {server.signIn("user2@example.com", Database.PASSWORD)};
        return time -> {
            long calls = 0;
            for (long end = System.nanoTime() + time.toNanos(); System.nanoTime() < end; calls++) {
                token[0] = server.refresh(token[0]);
            }
            return calls;
        };
    }

    private Call repeated(Server server, int connections, HttpLoad.Requests requests) throws IOException {
        HttpLoad load = new HttpLoad(server.port(), connections, requests, directory);
        return time -> {
            Result result = load.saturate(time);
            if (result.failed + result.overloaded > 0) {
                throw new IllegalStateException(result.failed + result.overloaded + " calls failed");
            }
            return result.good;
        };
    }

    /** Measures the CPU of the server for one call, beside that of a call of {@code /health/live}. */
    private void cost(String key, String what, double floor, double aim, Calls calls) throws Exception {
        Row row = row(key, "CPU of " + what, "µs", "/health/live", floor, aim, true);
        Map<Server, Call> measured = new LinkedHashMap<>();
        Map<Server, Call> cheapest = new LinkedHashMap<>();
        for (Server server : servers) {
            measured.put(server, calls.of(server));
            cheapest.put(server, repeated(server, 8, HttpLoad.Requests.get("/health/live", null)));
            measured.get(server).repeat(pace.warmUp());
            cheapest.get(server).repeat(pace.warmUp().dividedBy(2));
        }
        for (int round = 0; round < pace.rounds(); round++) {
            for (Server server : servers) {
                double limit = cpuMicros(server, cheapest.get(server));
                double micros = cpuMicros(server, measured.get(server));
                row.add(server, new Round(micros, limit, micros));
            }
        }
    }

    private double cpuMicros(Server server, Call call) throws Exception {
        double before = server.cpuSeconds();
        long calls = call.repeat(pace.measure());
        return (server.cpuSeconds() - before) * 1e6 / calls;
    }

    private interface Limit {
        double measure() throws Exception;
    }

    private void saturate(Row row, HttpLoad.Requests requests, Limit limit) throws Exception {
        Map<Server, HttpLoad> loads = new LinkedHashMap<>();
        for (Server server : servers) {
            HttpLoad load = new HttpLoad(server.port(), CONNECTIONS, requests, directory);
            loads.put(server, load);
            warmUp(load);
        }
        for (int round = 0; round < pace.rounds(); round++) {
            double most = limit.measure();
            for (Server server : servers) {
                double cpu = server.cpuSeconds();
                Result result = loads.get(server).saturate(pace.measure());
                cpu = server.cpuSeconds() - cpu;
                refuseFailures(row, result);
                row.add(server, new Round(result.perSecond(), most, cpu * 1e6 / result.good));
            }
        }
    }

    /** Sends requests until the JIT compiler has seen enough of them; this takes longer on a busy machine. */
    private void warmUp(HttpLoad load) throws Exception {
        long answers = 0;
        for (int times = 0; times == 0 || (times < 5 && answers < WARM_UP_REQUESTS); times++) {
            answers += load.saturate(pace.warmUp()).good;
        }
    }

    private static void refuseFailures(Row row, Result result) {
        if (result.failed + result.overloaded > 0) {
            row.remarks.add(result.failed + " answers were errors, and " + result.overloaded + " were 503");
        }
    }

    // Chat

    ChatLoad.Join talker(int number, int rooms) {
        return new ChatLoad.Join(Server.token(Database.user(2 + number), "client"), "room" + number % rooms);
    }

    private void chat() throws Exception {
        Row row = row("chat", "messages stored and delivered, 64 senders in 8 rooms", "1/s", "I", 3, 6, Better.HIGHER);
        Map<Server, ChatLoad> loads = new LinkedHashMap<>();
        for (Server server : servers) {
            ChatLoad load = new ChatLoad(net, server.port(), Database.TALKERS, i -> talker(i, 8));
            loads.put(server, load);
            // Until the JIT compiler is done it competes with the senders and the database.
            load.talk(Database.TALKERS, 4, pace.warmUp().multipliedBy(2));
        }
        for (int round = 0; round < pace.rounds(); round++) {
            double most = database.inserts(pace.measure());
            for (Server server : servers) {
                double cpu = server.cpuSeconds();
                double perSecond = loads.get(server).talk(Database.TALKERS, 4, pace.measure());
                cpu = server.cpuSeconds() - cpu;
                row.add(
                        server,
                        new Round(
                                perSecond,
                                most,
                                cpu * 1e6 / (perSecond * pace.measure().toMillis() / 1000.0)));
            }
        }
        for (ChatLoad load : loads.values()) {
            load.close();
        }
    }

    /** The sender, and then connections of another user that fill the room. */
    static ChatLoad.Join member(int number) {
        UUID user = Database.user(number == 0 ? 2 : 3);
        return new ChatLoad.Join(Server.token(user, "client"), "room99");
    }

    private record FannedOut(double perSecond, double cpuMicros) {
        double perProcessor() {
            return 1e6 / cpuMicros;
        }
    }

    private FannedOut fanOut(Server server, ChatLoad room, int burst) throws Exception {
        double cpu = server.cpuSeconds();
        long before = room.received();
        double perSecond = room.fanOut(burst, pace.measure());
        cpu = server.cpuSeconds() - cpu;
        return new FannedOut(perSecond, cpu * 1e6 / (room.received() - before));
    }

    private void fanOut() throws Exception {
        Row single = row("fanout", "fan-out to 1,000, one message at a time", "1/s/CPU", "W", 0.7, 0.95, Better.HIGHER);
        Row bursts = row("fanout8", "fan-out to 1,000, bursts of 8", "1/s/CPU", "W", 3.5, 6, Better.HIGHER);
        Map<Server, ChatLoad> rooms = new LinkedHashMap<>();
        int frame = 0;
        for (Server server : servers) {
            // A large room has few messages; the JIT compiler needs more to compile the path of a message.
            try (ChatLoad talkers = new ChatLoad(net, server.port(), Database.TALKERS, i -> talker(i, 8))) {
                talkers.talk(Database.TALKERS, 4, pace.warmUp().dividedBy(2));
            }
            ChatLoad room = new ChatLoad(net, server.port(), ROOM_SIZE, Rows::member);
            rooms.put(server, room);
            room.fanOut(1, pace.warmUp().dividedBy(2));
            room.fanOut(8, pace.warmUp().dividedBy(2));
            frame = (int) (room.bytesReceived() / room.received());
        }
        try (Server probe = Server.probe(frame, directory)) {
            try (ChatLoad room = new ChatLoad(net, probe.port(), ROOM_SIZE, Rows::member)) {
                room.fanOut(1, pace.warmUp().dividedBy(2));
                for (int round = 0; round < pace.rounds(); round++) {
                    FannedOut most = fanOut(probe, room, 1);
                    for (Server server : servers) {
                        FannedOut one = fanOut(server, rooms.get(server), 1);
                        FannedOut eight = fanOut(server, rooms.get(server), 8);
                        single.add(server, new Round(one.perProcessor(), most.perProcessor(), one.cpuMicros()));
                        bursts.add(server, new Round(eight.perProcessor(), most.perProcessor(), eight.cpuMicros()));
                        if (round == 0) {
                            single.remarks.add("%s: %,.0f deliveries a second, the probe %,.0f; frames of %d bytes"
                                    .formatted(server.name(), one.perSecond(), most.perSecond(), frame));
                            bursts.remarks.add(
                                    "%s: %,.0f deliveries a second".formatted(server.name(), eight.perSecond()));
                        }
                    }
                }
            }
            for (ChatLoad room : rooms.values()) {
                room.close();
            }
            if (pace.curves()) {
                List<Server> all = new ArrayList<>(servers);
                all.add(probe);
                for (Server server : all) {
                    for (int size : ROOM_SIZES) {
                        try (ChatLoad room = new ChatLoad(net, server.port(), size, Rows::member)) {
                            fanOutBySize
                                    .computeIfAbsent(server.name(), _ -> new LinkedHashMap<>())
                                    .put(size, fanOut(server, room, 1).perProcessor());
                        }
                    }
                }
            }
        }
    }

    /**
     * Floods the room of the stalled reader and one sender with enough messages to fill the network's buffers and the server's outbound queue.
     * The flood runs in both halves of a round.
     */
    private void stalledReader() throws Exception {
        Row row = row("stalled", "p99 with one of 1,000 that reads nothing", "ms", "all read", 1.1, 1.05, Better.LOWER);
        for (Server server : servers) {
            double closedBefore = server.metric(SLOW_READERS_CLOSED);
            for (int round = 0; round < pace.rounds(); round++) {
                try (ChatLoad room = new ChatLoad(net, server.port(), ROOM_SIZE, Rows::memberOrListener);
                        ChatLoad talker = new ChatLoad(net, server.port(), 1, _ -> talker())) {
                    Duration time = pace.measure().multipliedBy(2);
                    ScheduledFuture<?> flood = talker.flood(300, 3_900);
                    room.pace(20, 3_000, pace.measure().dividedBy(2));
                    double cpu = server.cpuSeconds();
                    double idle = p99(room, time);
                    room.stall();
                    double stalled = p99(room, time);
                    cpu = server.cpuSeconds() - cpu;
                    flood.cancel(false);
                    double deliveries = 20 * 2 * time.toMillis() / 1e3 * ROOM_SIZE;
                    row.add(server, new Round(stalled, idle, cpu * 1e6 / deliveries));
                }
            }
            row.remarks.add("%s: closed as too slow in %.0f of %d rounds"
                    .formatted(server.name(), server.metric(SLOW_READERS_CLOSED) - closedBefore, pace.rounds()));
        }
    }

    /** The last member is also in the flooded room. */
    private static ChatLoad.Join memberOrListener(int number) {
        ChatLoad.Join join = member(number);
        return number == ROOM_SIZE - 1 ? new ChatLoad.Join(join.token(), join.room(), "room98") : join;
    }

    private static ChatLoad.Join talker() {
        return new ChatLoad.Join(Server.token(Database.user(4), "client"), "room98");
    }

    private static double p99(ChatLoad room, Duration time) throws Exception {
        return room.pace(20, 3_000, time).getValueAtPercentile(99) / 1e6;
    }

    // Signing in

    private void login() throws Exception {
        Row goodput = row("login", "logins a second under a storm", "1/s", "1000/B", 0.85, 0.95, Better.HIGHER);
        Row reads = row("storm", "p99 of reads under that storm", "ms", "idle", 2.0, 1.3, Better.LOWER);
        int hashThreads = Math.max(1, Machine.processors() - 1);
        secondsPerHash();
        for (Server server : servers) {
            HttpLoad readers = new HttpLoad(server.port(), CONNECTIONS, readsOfAnybody(), directory);
            HttpLoad logins = new HttpLoad(server.port(), pace.stormConnections(), login(2), directory);
            warmUp(readers);
            double saturation = readers.saturate(pace.measure()).perSecond();
            // Warms up with both loads at once, as they are measured.
            underStorm(readers, 0.3 * saturation, logins, 20, pace.warmUp().dividedBy(2))
                    .logins()
                    .get(1, TimeUnit.MINUTES);
            awaitHashes(server);
            for (int round = 0; round < pace.rounds(); round++) {
                double most = hashThreads / secondsPerHash();
                double cpu = server.cpuSeconds();
                Result idle = readers.pace(0.3 * saturation, pace.measure().multipliedBy(2));
                double cpuOfRead = (server.cpuSeconds() - cpu) / idle.good;
                cpu = server.cpuSeconds();
                Storm storm = underStorm(
                        readers,
                        0.3 * saturation,
                        logins,
                        6 * most,
                        pace.measure().multipliedBy(4));
                cpu = server.cpuSeconds() - cpu;
                Result during = storm.reads();
                Result stormed = storm.logins().get(1, TimeUnit.MINUTES);
                awaitHashes(server);
                // Assumes that a read costs as much as without logins.
                double cpuOfLogin = Math.max(0, cpu - cpuOfRead * during.good) / Math.max(1, stormed.good);
                goodput.add(server, new Round(stormed.perSecondBetweenAnswers(), most, cpuOfLogin * 1e6));
                reads.add(server, new Round(during.millis(99), idle.millis(99), cpuOfRead * 1e6));
                refuseFailures(reads, idle);
                refuseFailures(reads, during);
                latencies.merge(server.name() + ", idle", idle.latencies, Rows::sum);
                latencies.merge(server.name() + ", under a storm of logins", during.latencies, Rows::sum);
                if (round == 0) {
                    goodput.remarks.add("%s: %d good, %d answered with 503, %d with something else"
                            .formatted(server.name(), stormed.good, stormed.overloaded, stormed.failed));
                    reads.remarks.add(
                            "%s: %,.0f reads a second, 30 %% of saturation".formatted(server.name(), 0.3 * saturation));
                }
            }
        }
        reads.remarks.add(bareBesideHashing(hashThreads));
    }

    /** The same ratio for a bare Netty server beside hashing threads: the part that is the scheduler's. */
    private String bareBesideHashing(int hashThreads) throws Exception {
        double[] ratios = new double[pace.rounds() / 2 + 1];
        double perSecond;
        try (Server probe = Server.probe(400, directory)) {
            HttpLoad load = new HttpLoad(probe.port(), CONNECTIONS, HttpLoad.Requests.get("/", null), directory);
            load.saturate(pace.warmUp().dividedBy(2));
            perSecond = 0.3 * load.saturate(pace.measure()).perSecond();
            for (int round = 0; round < ratios.length; round++) {
                double idle = load.pace(perSecond, pace.measure()).millis(99);
                try (Hashing _ = new Hashing(hashThreads)) {
                    ratios[round] =
                            load.pace(perSecond, pace.measure().multipliedBy(2)).millis(99) / idle;
                }
            }
        }
        Row.Spread spread = Row.Spread.of(ratios);
        return "bare Netty, %,.0f answers a second with nothing behind them, beside as many threads that hash: %.2f (%.2f – %.2f)"
                .formatted(perSecond, spread.median(), spread.min(), spread.max());
    }

    /** Threads that only hash. */
    private static final class Hashing implements AutoCloseable {
        private volatile boolean stopped;
        private final List<Thread> threads = new ArrayList<>();

        Hashing(int number) {
            for (int i = 0; i < number; i++) {
                threads.add(Thread.ofPlatform().daemon().start(() -> {
                    while (!stopped) {
                        checkPassword();
                    }
                }));
            }
        }

        @Override
        public void close() throws InterruptedException {
            stopped = true;
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    /** @param logins the results of the logins, once all are answered */
    private record Storm(Result reads, CompletableFuture<Result> logins) {}

    private static Storm underStorm(
            HttpLoad readers, double readsPerSecond, HttpLoad logins, double loginsPerSecond, Duration time)
            throws Exception {
        CompletableFuture<Result> stormed = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                stormed.complete(logins.pace(loginsPerSecond, time));
            } catch (Throwable failure) {
                stormed.completeExceptionally(failure);
            }
        });
        return new Storm(readers.pace(readsPerSecond, time), stormed);
    }

    private static Histogram sum(Histogram all, Histogram more) {
        all.add(more);
        return all;
    }

    private static HttpLoad.Requests login(int number) {
        String body = "{\"email\":\"user" + number + "@example.com\",\"password\":\"" + Database.PASSWORD + "\"}";
        return new HttpLoad.Requests(List.of("/api/auth/login"), null, body);
    }

    /** Waits until no hash is computed or waiting any more, so that one round does not disturb the next. */
    private static void awaitHashes(Server server) throws Exception {
        for (int times = 0; times < 600; times++) {
            if (server.metric(HASHES + "waiting") + server.metric(HASHES + "computing") == 0) {
                return;
            }
            Net.sleep(Duration.ofMillis(100));
        }
        throw new IllegalStateException("hashes are still being computed a minute after the last login");
    }

    /** B: the time of one password check on an undisturbed thread. */
    private double secondsPerHash() {
        long start = System.nanoTime();
        int checks = 0;
        while (System.nanoTime() - start < pace.measure().toNanos()) {
            checkPassword();
            checks++;
        }
        return (System.nanoTime() - start) / 1e9 / checks;
    }

    private static void checkPassword() {
        if (!OpenBSDBCrypt.checkPassword(Database.HASH, Database.PASSWORD.getBytes(StandardCharsets.UTF_8))) {
            throw new IllegalStateException("the password is not recognised");
        }
    }

    // Lists

    private void pages() throws Exception {
        Row row = row("pages", "page 1,000 of a list against page 1", "ms", "page 1", 1.1, 1.0, Better.LOWER);
        for (Server server : servers) {
            String first = "/api/users?limit=" + PAGE;
            String farPage = farPage(server, FAR_PAGE);
            HttpLoad near = one(server, first);
            HttpLoad late = one(server, farPage);
            // A single client makes too few requests for the JIT compiler, and would compare its progress.
            HttpLoad.Requests both =
                    new HttpLoad.Requests(List.of(first, farPage), Server.token(Database.ADMIN, "admin"), null);
            new HttpLoad(server.port(), 8, both, directory).saturate(pace.warmUp());
            for (int round = 0; round < pace.rounds(); round++) {
                double page1 = 1000 / near.saturate(pace.measure().dividedBy(2)).perSecond();
                double cpu = server.cpuSeconds();
                Result far = late.saturate(pace.measure().dividedBy(2));
                cpu = server.cpuSeconds() - cpu;
                refuseFailures(row, far);
                row.add(server, new Round(1000 / far.perSecond(), page1, cpu * 1e6 / far.good));
            }
        }
    }

    /** One client that asks for this path as an administrator, again and again. */
    HttpLoad one(Server server, String path) throws IOException {
        return new HttpLoad(
                server.port(), 1, HttpLoad.Requests.get(path, Server.token(Database.ADMIN, "admin")), directory);
    }

    /** Follows the links to a page, in larger pages to need fewer requests. */
    String farPage(Server server, int number) throws Exception {
        int step = 500;
        int rowsBefore = Math.min((number - 1) * PAGE, database.users() - PAGE);
        String path = "/api/users?limit=" + step;
        for (int passed = 0; passed < rowsBefore; passed += step) {
            step = Math.min(step, rowsBefore - passed);
            path = path.replaceAll("limit=\\d+", "limit=" + step);
            Matcher next =
                    NEXT.matcher(server.get(path).headers().firstValue("Link").orElse(""));
            if (!next.find()) {
                throw new IllegalStateException("the list of users ends too early");
            }
            path = next.group(1).replaceFirst("^https?://[^/]*", "");
        }
        return path.replaceAll("limit=\\d+", "limit=" + PAGE);
    }

    // Starting

    private void starts() throws Exception {
        Row start = row("start", "process start to the first 200", "s", "bare Netty", 2.0, 1.0, true);
        Row memory = row(
                "memory",
                "RSS per idle, joined connection at %,d".formatted(pace.idleConnections()),
                "KiB",
                "bare Netty",
                16,
                11,
                true);
        start.remarks.add(
                Files.exists(directory.resolve("this.aot"))
                        ? "with an AOT cache"
                        : "WITHOUT an AOT cache: the training failed");
        for (int round = 0; round < pace.restarts(); round++) {
            double bare;
            double bareKib;
            try (Server probe = Server.probe(400, directory)) {
                bare = probe.startSeconds();
                bareKib = kibPerConnection(probe);
            }
            try (Server server = anotherServer()) {
                start.add("this", new Round(server.startSeconds(), bare, server.cpuAtReady() * 1e6));
                memory.add("this", new Round(kibPerConnection(server), bareKib, Double.NaN));
            }
        }
    }

    /** Another server started by ./run on the same database. */
    Server anotherServer() throws Exception {
        return Server.clubroom("again", home, database.url("clubroom"), directory, directory.resolve("this.aot"));
    }

    private double kibPerConnection(Server server) throws Exception {
        // Classes loaded and code compiled for the first connections are not a cost per connection.
        new ChatLoad(net, server.port(), 500, Rows::member).close();
        collectGarbage(server);
        long before = Machine.residentBytes(server.pid());
        try (ChatLoad idle = new ChatLoad(net, server.port(), pace.idleConnections(), _ -> member(1))) {
            collectGarbage(server);
            return (Machine.residentBytes(server.pid()) - before) / 1024.0 / pace.idleConnections();
        }
    }

    static void collectGarbage(Server server) throws Exception {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(server.pid()),
                        "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!jcmd.waitFor(30, TimeUnit.SECONDS)) {
            jcmd.destroyForcibly();
        }
    }
}
