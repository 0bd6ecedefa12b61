package io.clubroom.bootstrap;

import io.clubroom.bootstrap.settings.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Starts a server with its own database in a temporary directory, calls it a few times and stops it, so that a JVM with
 * {@code -XX:AOTCacheOutput} (JEP 514) records an AOT cache for later starts. Ignores the settings of the environment.
 */
final class Training {
    private static final Duration TIME_LIMIT = Duration.ofMinutes(3);
    static final String TIME_LIMIT_THREAD = "training-time-limit";
    private static final String EMAIL = "training@localhost";
    private static final String PASSWORD = "Training-of-the-jvm-1";
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

    private Training() {}

    /** Returns when the calls have been made and the server has stopped. */
    static void run() {
        try {
            run(Files.createTempDirectory("clubroom-training-"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** @param directory removed at the end */
    static void run(Path directory) throws IOException {
        Settings settings = Settings.read(
                Map.of("PORT", "0", "DATA_DIR", "data", "ADMIN_EMAIL", EMAIL, "ADMIN_PASSWORD", PASSWORD),
                directory,
                false);
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Server server = new Server(settings, new Console(nowhere, nowhere, false));
        // Before the start, so that neither a signal nor the time limit leaves a PostgreSQL behind.
        Runnable end = () -> {
            server.close();
            remove(directory);
        };
        Thread atExit = new Thread(end);
        Runtime.getRuntime().addShutdownHook(atExit);
        Thread timeLimit = Thread.ofPlatform().daemon().name(TIME_LIMIT_THREAD).start(Training::exitAfterTimeLimit);
        try {
            server.start();
            exercise(server.address());
            Runtime.getRuntime().removeShutdownHook(atExit);
            end.run();
        } finally {
            timeLimit.interrupt();
        }
    }

    private static void exitAfterTimeLimit() {
        try {
            Thread.sleep(TIME_LIMIT);
        } catch (InterruptedException stopped) {
            return;
        }
        System.exit(1);
    }

    private static void exercise(URI address) throws IOException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            get(client, address, "/health", "");
            String token = token(post(
                    client,
                    address,
                    "/api/auth/login",
                    "{\"email\":\"" + EMAIL + "\",\"password\":\"" + PASSWORD + "\"}"));
            post(
                    client,
                    address,
                    "/api/users",
                    "{\"username\":\"trainee\",\"email\":\"trainee@localhost\",\"password\":\"Training-1\",\"full_name\":\"Trainee\"}");
            for (String path : List.of(
                    "/api/users",
                    "/api/users/me",
                    "/api/users/statistics",
                    "/api/chat/rooms",
                    "/api/chat/rooms/general/messages",
                    "/metrics")) {
                get(client, address, path, token);
            }
        }
    }

    private static String token(String answer) {
        Matcher token = TOKEN.matcher(answer);
        if (!token.find()) {
            throw new IllegalStateException("the administrator of the training cannot sign in");
        }
        return token.group(1);
    }

    private static String get(HttpClient client, URI address, String path, String token) throws IOException {
        return send(client, HttpRequest.newBuilder(address.resolve(path)).header("Authorization", "Bearer " + token));
    }

    private static String post(HttpClient client, URI address, String path, String json) throws IOException {
        return send(
                client,
                HttpRequest.newBuilder(address.resolve(path))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(json)));
    }

    private static String send(HttpClient client, HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.timeout(Duration.ofSeconds(10)).build(), BodyHandlers.ofString())
                    .body();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stopped);
        }
    }

    private static void remove(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException denied) {
            throw new UncheckedIOException(denied);
        }
    }
}
