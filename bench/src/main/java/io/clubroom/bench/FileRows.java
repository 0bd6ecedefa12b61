package io.clubroom.bench;

import io.clubroom.bench.FileLoad.Transferred;
import io.clubroom.bench.FileLoad.Way;
import io.clubroom.bench.Row.Better;
import io.clubroom.bench.Row.Round;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rows about files of 50 MiB. */
final class FileRows {
    private static final int CLIENTS = 8;
    private static final int FILES_EACH = 2;
    private static final int AT_ONCE = 20;
    private static final double MIB = 1_048_576;
    private static final Pattern LIVE_BYTES = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");

    private final List<Server> servers;
    private final Rows.Pace pace;
    private final Path directory;
    private final List<Row> rows;

    FileRows(List<Server> servers, Rows.Pace pace, Path directory, List<Row> rows) {
        this.servers = servers;
        this.pace = pace;
        this.directory = directory;
        this.rows = rows;
    }

    private Row row(String key, String what, double floor, double aim) {
        Row row = new Row(key, what, "MB/s", "bare Netty", floor, aim, Better.HIGHER, false);
        rows.add(row);
        return row;
    }

    private interface Transfer {
        Transferred make() throws Exception;
    }

    private static Round round(Server server, double limit, Transfer transfer) throws Exception {
        double cpu = server.cpuSeconds();
        Transferred transferred = transfer.make();
        cpu = server.cpuSeconds() - cpu;
        return new Round(transferred.megabytesPerSecond(), limit, cpu * 1e6 / transferred.megabytes());
    }

    /** MB received per second, beside bare Netty that lets the kernel send the same bytes. */
    void download() throws Exception {
        Row row = row("download", "files of 50 MiB received by %d clients".formatted(CLIENTS), 0.6, 0.9);
        String token = Server.token(Database.user(2), "client");
        Map<Server, String> files = new LinkedHashMap<>();
        for (Server server : servers) {
            String file =
                    new FileLoad(server.port(), 1).send(Way.FORM, 1).files().getFirst();
            files.put(server, file);
            new FileLoad(server.port(), CLIENTS).receive(file, token, pace.warmUp());
        }
        try (Server probe = probe()) {
            FileLoad limit = new FileLoad(probe.port(), CLIENTS);
            limit.receive("/file", token, pace.warmUp().dividedBy(2));
            for (int round = 0; round < pace.rounds(); round++) {
                Round most = round(probe, Double.NaN, () -> limit.receive("/file", token, pace.measure()));
                row.remarks.add("bare Netty: %.0f µs of CPU a MB".formatted(most.cpuMicros()));
                for (Server server : servers) {
                    FileLoad load = new FileLoad(server.port(), CLIENTS);
                    row.add(
                            server,
                            round(server, most.value(), () -> load.receive(files.get(server), token, pace.measure())));
                }
            }
        }
        for (Server server : servers) {
            new FileLoad(server.port(), 1).remove(List.of(files.get(server)));
        }
    }

    /** MB sent per second until they are answered, beside bare Netty that writes the same bytes to the same disk. */
    void upload() throws Exception {
        Row form = row("upload", "files of 50 MiB sent by %d clients, as forms".formatted(CLIENTS), 0.2, 0.6);
        Row resumable = row("resumable", "the same as resumable uploads", 0.25, 0.6);
        Row heap = new Row(
                "uploadheap",
                "live heap of %d such uploads at once".formatted(AT_ONCE),
                "MiB",
                "before",
                64,
                16,
                Better.LOWER,
                true);
        rows.add(heap);
        for (Server server : servers) {
            send(server, Way.FORM);
            send(server, Way.RESUMABLE);
        }
        try (Server probe = probe()) {
            FileLoad limit = new FileLoad(probe.port(), CLIENTS);
            limit.send(Way.FORM, FILES_EACH);
            for (int round = 0; round < pace.rounds(); round++) {
                Round most = round(probe, Double.NaN, () -> limit.send(Way.FORM, FILES_EACH));
                form.remarks.add(
                        "bare Netty: %.0f µs of CPU a MB; dd conv=fsync: %.0f MB/s; SHA-256 by one thread: %.0f MB/s"
                                .formatted(most.cpuMicros(), dd(), sha256()));
                for (Server server : servers) {
                    form.add(server, round(server, most.value(), () -> send(server, Way.FORM)));
                    resumable.add(server, round(server, most.value(), () -> send(server, Way.RESUMABLE)));
                    heap.add(server, heap(server));
                }
            }
        }
    }

    private static Transferred send(Server server, Way way) throws Exception {
        FileLoad load = new FileLoad(server.port(), CLIENTS);
        Transferred sent = load.send(way, FILES_EACH);
        load.remove(sent.files());
        return sent;
    }

    /** The most that the heap had in full collections during the uploads, beyond what it had before. */
    private static Round heap(Server server) throws Exception {
        double before = liveMib(server);
        double cpu = server.cpuSeconds();
        FileLoad load = new FileLoad(server.port(), AT_ONCE);
        CompletableFuture<Transferred> uploads = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                uploads.complete(load.send(Way.FORM, 1));
            } catch (Throwable failure) {
                uploads.completeExceptionally(failure);
            }
        });
        double most = 0;
        while (!uploads.isDone()) {
            most = Math.max(most, liveMib(server) - before);
        }
        Transferred sent = uploads.get();
        cpu = server.cpuSeconds() - cpu;
        load.remove(sent.files());
        return new Round(most, before, cpu * 1e6 / sent.megabytes());
    }

    /** The bytes of the objects that survive a full collection. */
    private static double liveMib(Server server) throws Exception {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                        Long.toString(server.pid()),
                        "GC.class_histogram")
                .redirectErrorStream(true)
                .start();
        String histogram = new String(jcmd.getInputStream().readAllBytes());
        Matcher total = LIVE_BYTES.matcher(histogram);
        if (!total.find()) {
            throw new IllegalStateException("jcmd: " + histogram);
        }
        return Long.parseLong(total.group(1)) / MIB;
    }

    private Server probe() throws Exception {
        Path file = directory.resolve("file");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(FileLoad.contents());
        }
        return Server.fileProbe(file, Files.createDirectories(directory.resolve("received")), directory);
    }

    /** MB per second of dd that writes as much as a round to one file, and that to the disk. */
    private double dd() throws Exception {
        Path file = directory.resolve("dd");
        int mebibytes = (int) (CLIENTS * FILES_EACH * FileLoad.FILE_BYTES / (int) MIB);
        long start = System.nanoTime();
        Process dd = new ProcessBuilder("dd", "if=/dev/zero", "of=" + file, "bs=1M", "count=" + mebibytes, "conv=fsync")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!dd.waitFor(1, TimeUnit.MINUTES) || dd.exitValue() != 0) {
            dd.destroyForcibly();
            throw new IOException("dd failed");
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        Files.delete(file);
        return mebibytes * MIB / 1e6 / seconds;
    }

    private static double sha256() throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        long start = System.nanoTime();
        digest.update(FileLoad.contents());
        digest.digest();
        return FileLoad.FILE_BYTES / 1e6 / ((System.nanoTime() - start) / 1e9);
    }
}
