package io.clubroom.bench;

import io.clubroom.bench.Rows.Pace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Benchmarks Clubroom on this machine, each figure beside the machine's own limit measured in the same minute. */
public final class Bench {
    private static final int USERS = 100_100;
    /** Enough for the rows that measure only the chat. */
    private static final int USERS_OF_THE_CHAT = 20_000;

    private static final int ACCOUNTS = 2_000;
    private static final List<String> LEFT_OUT_WHEN_QUICK =
            List.of("login", "stalled", "pages", "return", "recovery", "upload", "search", "migration", "start");
    private static final Duration LONGEST_QUICK = Duration.ofMinutes(8);
    private static final Duration LONGEST_OF_CURVES = Duration.ofMinutes(30);
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final String USAGE =
            """
            usage: bench/run [--quick] [--rows KEY,KEY,...] [--against CHECKOUT] [--out DIRECTORY]
                   bench/run --curves [--users NUMBER] [--rows CURVE,CURVE,...] [--out DIRECTORY]
                   bench/run --jmh [PATTERN]

              --quick     three rounds, without login, stalled, pages, return, recovery, upload, search,
                          migration and start: three minutes
              --rows      only these rows: %s
              --curves    how costs grow with data and load, at 1,000,000 users (--users) and five messages a user:
                          about a quarter of an hour; --rows: only these of %s
              --jmh       JMH benchmarks of the inner loops whose names contain the pattern
              --against   another checkout of Clubroom, measured in the same rounds
              --out       the folder for table.txt, results.json and the plots (bench/target/results)
            """.formatted(String.join(", ", Curves.KEYS), String.join(", ", Rows.KEYS.keySet()));

    /** Writes the results measured so far when the run is cut short. */
    private static volatile Runnable unfinished = () -> {};

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        boolean quick = false;
        boolean curves = false;
        int users = Curves.USERS;
        List<String> keys = null;
        Path home = Path.of(System.getProperty("bench.home"));
        Path against = null;
        Path out = home.resolve("bench/target/results");
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> quick = true;
                case "--users" -> users = Integer.parseInt(value(arguments, ++i));
                case "--curves" -> curves = true;
                case "--rows" -> keys = List.of(value(arguments, ++i).split(","));
                case "--against" -> against = Path.of(value(arguments, ++i)).toAbsolutePath();
                case "--out" -> out = Path.of(value(arguments, ++i)).toAbsolutePath();
                default -> usage();
            }
        }
        if (keys == null) {
            keys = new ArrayList<>(curves ? Curves.KEYS : Rows.KEYS.keySet());
            if (quick) {
                keys.removeAll(LEFT_OUT_WHEN_QUICK);
            }
        }
        if (users < ACCOUNTS || !(curves ? Curves.KEYS : Rows.KEYS.keySet()).containsAll(keys)) {
            usage();
        }
        if (!HttpLoad.isInstalled()) {
            System.err.println("bench/run: needs h2load (Debian has it in the package nghttp2-client)");
            System.exit(2);
        }
        Net.silenceLibraries();
        endAfter(curves ? LONGEST_OF_CURVES : quick ? LONGEST_QUICK : LONGEST);
        Pace pace = quick
                ? new Pace(Duration.ofMillis(800), Duration.ofSeconds(3), 3, 5, 5_000, 12, false)
                : new Pace(Duration.ofSeconds(2), Duration.ofSeconds(10), 5, 5, 10_000, 64, true);
        boolean complete = curves ? curves(pace, keys, users, home, out) : measure(pace, keys, home, against, out);
        System.exit(complete ? 0 : 1);
    }

    private static String value(String[] arguments, int i) {
        if (i >= arguments.length) {
            usage();
        }
        return arguments[i];
    }

    private static void usage() {
        System.err.println(USAGE);
        System.exit(2);
    }

    /** Ends a run that hangs, with its servers and its database, and keeps the results measured so far. */
    private static void endAfter(Duration time) {
        Thread.ofPlatform().daemon().start(() -> {
            Net.sleep(time);
            System.err.println("bench: not finished after " + time.toMinutes() + " minutes");
            unfinished.run();
            System.exit(1);
        });
    }

    private static boolean curves(Pace pace, List<String> keys, int users, Path home, Path out) throws Exception {
        Path directory = Files.createTempDirectory("clubroom-bench-");
        List<AutoCloseable> opened = new ArrayList<>();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> clean(opened, directory)));
        Instant begin = Instant.now();
        say("The database …");
        Database database = new Database(directory, users);
        opened.add(database);
        Server server = start(opened, "this", home, database, directory, false);
        say("More users and messages …");
        database.addRareUsers("clubroom");
        database.fillMessages("clubroom", Curves.MESSAGES_OF_A_USER * users);
        Machine machine = new Machine(() -> List.of(database.pid()));
        Rows rows = new Rows(new Net(), database, List.of(server), machine, pace, directory, home);
        Curves curves = new Curves(rows.net(), database, server, machine, directory, rows, keys);
        boolean complete = curves.measure();
        curves.write(out, Map.of("at", begin.toString(), "processors", Machine.processors()));
        System.out.println();
        System.out.println(curves.tables());
        say("%d s; results are in %s"
                .formatted(Duration.between(begin, Instant.now()).toSeconds(), out));
        return complete;
    }

    private static boolean measure(Pace pace, List<String> keys, Path home, Path against, Path out) throws Exception {
        Path directory = Files.createTempDirectory("clubroom-bench-");
        List<AutoCloseable> opened = new ArrayList<>();
        Thread cleaner = new Thread(() -> clean(opened, directory));
        Runtime.getRuntime().addShutdownHook(cleaner);
        Instant begin = Instant.now();
        say("The database …");
        Database database = new Database(directory, Rows.CHAT_ONLY.containsAll(keys) ? USERS_OF_THE_CHAT : USERS);
        opened.add(database);
        if (!database.hasPgbench()) {
            say("pgbench not found (Debian has it in the package postgresql-15): measuring the limits with JDBC"
                    + " instead.");
        }
        List<Server> servers = new ArrayList<>();
        if (against != null) {
            database.create("before");
            servers.add(start(opened, "before", against, database, directory, false));
        }
        servers.add(start(opened, "this", home, database, directory, keys.contains("start")));
        Net net = new Net();
        Machine machine = new Machine(() -> List.of(database.pid()));
        Net.sleep(Duration.ofSeconds(1));
        double others = machine.others();
        say("Before the first measurement, other processes use %.1f of %d processors."
                .formatted(others, Machine.processors()));
        Rows rows = new Rows(net, database, servers, machine, pace, directory, home);
        unfinished = () -> finish(out, rows, others, begin, database);
        for (String key : keys) {
            say(Rows.KEYS.get(key) + " …");
            long start = System.nanoTime();
            rows.measure(key);
            say("  %d s".formatted((System.nanoTime() - start) / 1_000_000_000));
        }
        unfinished = () -> {};
        finish(out, rows, others, begin, database);
        return rows.failures.isEmpty();
    }

    private static void finish(Path out, Rows rows, double others, Instant begin, Database database) {
        Map<String, Object> circumstances = new LinkedHashMap<>();
        circumstances.put("at", begin.toString());
        circumstances.put("processors", Machine.processors());
        circumstances.put("processors_busy_for_others_before", others);
        circumstances.put("limits_by", database.hasPgbench() ? "pgbench" : "JDBC");
        Report report = new Report(out, rows);
        try {
            report.write(circumstances);
        } catch (IOException failure) {
            System.err.println("bench: the results could not be written: " + failure);
        }
        System.out.println();
        System.out.println(report.table());
        say("%d s; results are in %s"
                .formatted(Duration.between(begin, Instant.now()).toSeconds(), out));
    }

    /** @param trained whether the server starts with a trained AOT cache */
    private static Server start(
            List<AutoCloseable> opened, String name, Path home, Database database, Path directory, boolean trained)
            throws Exception {
        say("Clubroom (" + name + ") …");
        String itsDatabase = name.equals("this") ? "clubroom" : name;
        Path cache = directory.resolve(name + ".aot");
        if (trained) {
            // The first start builds the checkout, which training needs.
            Server.clubroom(name, home, database.url(itsDatabase), directory.resolve(name), cache)
                    .close();
            Server.train(home, cache);
        }
        Server server = Server.clubroom(name, home, database.url(itsDatabase), directory.resolve(name), cache);
        opened.add(server);
        database.fill(itsDatabase);
        return server;
    }

    private static void clean(List<AutoCloseable> opened, Path directory) {
        for (AutoCloseable one : opened.reversed()) {
            try {
                one.close();
            } catch (Exception failure) {
                System.err.println("bench: " + failure);
            }
        }
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException failure) {
            System.err.println("bench: " + directory + " could not be removed: " + failure);
        }
    }

    private static void say(String line) {
        System.out.println(line);
    }
}
