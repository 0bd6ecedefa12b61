package io.clubroom.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** HTTP/1.1 load on one server, made by h2load of nghttp2 on one thread. */
final class HttpLoad {
    private static final Duration GRACE = Duration.ofSeconds(30);

    private final int connections;
    private final Path directory;
    private final List<String> options = new ArrayList<>();

    /**
     * The requests to send, in turns.
     *
     * @param token the access token, null for none
     * @param body the JSON to POST, null to GET
     */
    record Requests(List<String> paths, String token, String body) {
        static Requests get(String path, String token) {
            return new Requests(List.of(path), token, null);
        }
    }

    /** The answers, with the time in nanoseconds from sending each request to the end of its answer. */
    static final class Result {
        final Histogram latencies = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
        double seconds;
        long good;
        long overloaded;
        long failed;
        private long firstGood;
        private long lastGood;

        double perSecond() {
            return good / seconds;
        }

        /** The rate between the first and the last answer: more exact than {@link #perSecond()} when there are few answers. */
        double perSecondBetweenAnswers() {
            return good < 2 ? 0 : (good - 1) * 1e6 / (lastGood - firstGood);
        }

        double millis(double percentile) {
            return latencies.getValueAtPercentile(percentile) / 1e6;
        }

        private void add(long sentMicros, int status, long micros) {
            latencies.recordValue(
                    Math.min(TimeUnit.MICROSECONDS.toNanos(micros), latencies.getHighestTrackableValue()));
            if (status >= 200 && status < 300) {
                good++;
                lastGood = sentMicros + micros;
                firstGood = firstGood == 0 ? lastGood : firstGood;
            } else if (status == 503) {
                overloaded++;
            } else {
                failed++;
            }
        }
    }

    /** @param directory where the files for h2load go */
    HttpLoad(int port, int connections, Requests requests, Path directory) throws IOException {
        this.connections = connections;
        this.directory = directory;
        Path paths = Files.createTempFile(directory, "paths", ".txt");
        Files.write(
                paths,
                requests.paths().stream()
                        .map(path -> "http://" + Net.HOST + ":" + port + path)
                        .toList());
        options.addAll(List.of("--h1", "-t1", "-m1", "-i", paths.toString()));
        if (requests.token() != null) {
            options.addAll(List.of("-H", "Authorization: Bearer " + requests.token()));
        }
        if (requests.body() != null) {
            Path body = Files.createTempFile(directory, "body", ".json");
            Files.writeString(body, requests.body());
            options.addAll(List.of("-H", "Content-Type: application/json", "-d", body.toString()));
        }
    }

    static boolean isInstalled() {
        try {
            return new ProcessBuilder("h2load", "--version")
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notFound) {
            return false;
        } catch (InterruptedException stopped) {
            throw new IllegalStateException("stopped", stopped);
        }
    }

    /** Sends the next request on each connection as soon as the last one is answered. */
    Result saturate(Duration time) throws Exception {
        return run(time, List.of());
    }

    /** Sends requests at this rate, spread over the connections, as long as connections are free. */
    Result pace(double perSecond, Duration time) throws Exception {
        return run(time, List.of("--rps", Double.toString(perSecond / connections)));
    }

    private Result run(Duration time, List<String> more) throws Exception {
        Path log = Files.createTempFile(directory, "answers", ".tsv");
        Path output = Files.createTempFile(directory, "h2load", ".txt");
        List<String> command = new ArrayList<>(List.of("h2load"));
        command.addAll(options);
        command.addAll(List.of("-c", Integer.toString(connections), "--log-file", log.toString()));
        command.addAll(List.of("-D", time.toMillis() + "ms"));
        command.addAll(more);
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(time.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("h2load failed: " + Files.readString(output));
            }
            Result result = read(log);
            result.seconds = time.toMillis() / 1e3;
            return result;
        } finally {
            process.destroyForcibly();
            Files.delete(log);
            Files.delete(output);
        }
    }

    private static Result read(Path log) throws IOException {
        Result result = new Result();
        try (BufferedReader lines = Files.newBufferedReader(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] columns = line.split("\t");
                result.add(Long.parseLong(columns[0]), Integer.parseInt(columns[1]), Long.parseLong(columns[2]));
            }
        }
        return result;
    }
}
