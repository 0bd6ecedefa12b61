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

/** Measures Clubroom on this machine, each figure beside what the machine can do at most in the same minute. */
public final class Bench {
    private static final int USERS = 100_100;
    private static final List<String> LEFT_OUT_WHEN_QUICK = List.of("stalled", "pages");
    private static final Duration LONGEST = Duration.ofMinutes(15);
    private static final String USAGE = """
        usage: bench/run [--quick] [--rows KEY,KEY,...] [--against CHECKOUT] [--out DIRECTORY]

          --quick     the rows that change most often, in two minutes instead of ten
          --rows      only these rows: %s
          --against   another checkout of Clubroom, measured in the same rounds
          --out       where table.txt, results.json and the plots go (bench/target/results)
        """.formatted(String.join(", ", Rows.KEYS.keySet()));

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        boolean quick = false;
        List<String> keys = null;
        Path home = Path.of(System.getProperty("bench.home"));
        Path against = null;
        Path out = home.resolve("bench/target/results");
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--quick" -> quick = true;
                case "--rows" -> keys = List.of(value(arguments, ++i).split(","));
                case "--against" -> against = Path.of(value(arguments, ++i)).toAbsolutePath();
                case "--out" -> out = Path.of(value(arguments, ++i)).toAbsolutePath();
                default -> usage();
            }
        }
        if (keys == null) {
            keys = new ArrayList<>(Rows.KEYS.keySet());
            if (quick) {
                keys.removeAll(LEFT_OUT_WHEN_QUICK);
            }
        }
        if (!Rows.KEYS.keySet().containsAll(keys)) {
            usage();
        }
        Net.silenceLibraries();
        endAfter(LONGEST);
        Pace pace = quick
                ? new Pace(Duration.ofSeconds(1), Duration.ofSeconds(4), 5, 2, 5_000, 12, false)
                : new Pace(Duration.ofSeconds(3), Duration.ofSeconds(12), 5, 5, 10_000, 64, true);
        measure(pace, keys, home, against, out);
        System.exit(0);
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

    /** Whatever hangs: the servers and the database end with this process. */
    private static void endAfter(Duration time) {
        Thread.ofPlatform().daemon().start(() -> {
            Net.sleep(time);
            System.err.println("bench: not ready after " + time.toMinutes() + " minutes");
            System.exit(1);
        });
    }

    private static void measure(Pace pace, List<String> keys, Path home, Path against, Path out) throws Exception {
        Path directory = Files.createTempDirectory("clubroom-bench-");
        List<AutoCloseable> opened = new ArrayList<>();
        Thread cleaner = new Thread(() -> clean(opened, directory));
        Runtime.getRuntime().addShutdownHook(cleaner);
        Instant begin = Instant.now();
        say("The database …");
        Database database = new Database(directory, USERS);
        opened.add(database);
        if (!database.hasPgbench()) {
            say("There is no pgbench (Debian has it in the package postgresql-15): JDBC stands in for it.");
        }
        List<Server> servers = new ArrayList<>();
        if (against != null) {
            database.create("before");
            servers.add(start(opened, "before", against, database, directory));
        }
        servers.add(start(opened, "this", home, database, directory));
        Net net = new Net();
        Machine machine = new Machine(() -> List.of(database.pid()));
        Net.sleep(Duration.ofSeconds(1));
        double others = machine.others();
        say("Before anything is measured, others keep %.1f of %d processors busy."
                .formatted(others, Machine.processors()));
        Rows rows = new Rows(net, database, servers, machine, pace, directory, home);
        for (String key : keys) {
            say(Rows.KEYS.get(key) + " …");
            rows.measure(key);
        }
        Map<String, Object> circumstances = new LinkedHashMap<>();
        circumstances.put("at", begin.toString());
        circumstances.put("processors", Machine.processors());
        circumstances.put("processors_busy_for_others_before", others);
        circumstances.put("limits_by", database.hasPgbench() ? "pgbench" : "JDBC");
        Report report = new Report(out, rows);
        report.write(circumstances);
        System.out.println();
        System.out.println(report.table());
        say("%d s; results are in %s"
                .formatted(Duration.between(begin, Instant.now()).toSeconds(), out));
    }

    private static Server start(List<AutoCloseable> opened, String name, Path home, Database database, Path directory)
            throws Exception {
        say("Clubroom (" + name + ") …");
        String itsDatabase = name.equals("this") ? "clubroom" : name;
        Server server = Server.clubroom(name, home, database.url(itsDatabase), directory.resolve(name));
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
