package io.clubroom.bench;

import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A server process to measure: Clubroom, started by ./run, or a bare Netty probe. */
final class Server implements AutoCloseable {
    private static final String SECRET = "a secret for the time of a measurement";
    private static final Duration PATIENCE = Duration.ofSeconds(240);
    private static final Duration PATIENCE_TRAINING = Duration.ofSeconds(120);
    private static final Duration PATIENCE_AT_END = Duration.ofSeconds(20);
    private static final Pattern REFRESH_TOKEN = Pattern.compile("\"refresh_token\":\"([^\"]+)\"");
    private static final Pattern ID = Pattern.compile("\"id\":\"([0-9a-f-]{36})\"");
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final String name;
    private final Path home;
    private final Process process;
    private final int port;
    private final Path log;
    private double listeningSeconds = Double.NaN;
    private final double startSeconds;
    private final double cpuAtReady;

    private Server(
            String name,
            Path home,
            Path log,
            List<String> command,
            Map<String, String> environment,
            int port,
            String readyPath)
            throws Exception {
        this.name = name;
        this.home = home;
        this.log = log;
        long start = System.nanoTime();
        this.process = start(command, environment, log);
        this.port = port;
        this.startSeconds = awaitReady(start, readyPath);
        this.cpuAtReady = cpuSeconds();
    }

    /** Trains an AOT cache before the measurement. Returns false if the training failed. */
    static boolean train(Path home, Path cache) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                home.resolve("bootstrap/src/main/dist/clubroom").toString(), "train", cache.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment()
                .put("CLUBROOM_HOME", home.resolve("bootstrap/target").toString());
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Process process = builder.start();
        if (!process.waitFor(PATIENCE_TRAINING.toSeconds(), TimeUnit.SECONDS)) {
            // Killing the shell alone would leave the JVM running.
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            process.waitFor(PATIENCE_AT_END.toSeconds(), TimeUnit.SECONDS);
        }
        return Files.exists(cache);
    }

    /** Starts Clubroom from a checkout by its start script, with the AOT cache if it exists. */
    static Server clubroom(String name, Path home, String databaseUrl, Path directory, Path cache) throws Exception {
        return clubroom(name, home, Net.freePort(), Map.of("DATABASE_URL", databaseUrl), directory, cache);
    }

    /** Starts Clubroom with its own database, which is in the directory, and a low cost of password hashes. */
    static Server withOwnDatabase(String name, Path home, int port, Path directory, Path cache) throws Exception {
        return clubroom(name, home, port, Map.of("PASSWORD_HASH_COST", "10"), directory, cache);
    }

    private static Server clubroom(
            String name, Path home, int port, Map<String, String> more, Path directory, Path cache) throws Exception {
        Files.createDirectories(directory);
        Map<String, String> environment = new HashMap<>();
        environment.put("HOST", Net.HOST);
        environment.put("PORT", Integer.toString(port));
        environment.put("DATA_DIR", directory.resolve("data").toString());
        environment.put("JWT_SECRET", SECRET);
        environment.put("ADMIN_EMAIL", "admin@localhost");
        environment.put("ADMIN_PASSWORD", "Correct-Horse-9");
        environment.put("RATE_LIMITS", "off");
        environment.put("CHAT_MESSAGES_PER_SECOND", "1000000");
        environment.put("FILE_QUOTA_BYTES", "0");
        environment.put("LOG_FORMAT", "json");
        environment.put("AOT_CACHE", Files.exists(cache) ? cache.toString() : "off");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.putAll(more);
        Path log = directory.resolve(name + ".log");
        return new Server(name, home, log, List.of(home.resolve("run").toString()), environment, port, "/health/ready");
    }

    /** @param frameLength the length of a chat message's frame in bytes */
    static Server probe(int frameLength, Path directory) throws Exception {
        return probe(frameLength, Net.freePort(), directory);
    }

    static Server probe(int frameLength, int port, Path directory) throws Exception {
        return bareNetty(port, directory, Probe.class.getName(), Integer.toString(port), Integer.toString(frameLength));
    }

    /**
     * @param file what it sends
     * @param folder for what it receives
     */
    static Server fileProbe(Path file, Path folder, Path directory) throws Exception {
        int port = Net.freePort();
        return bareNetty(
                port, directory, FileProbe.class.getName(), Integer.toString(port), file.toString(), folder.toString());
    }

    private static Server bareNetty(int port, Path directory, String... mainAndArguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseCompactObjectHeaders",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(List.of(mainAndArguments));
        return new Server("netty", directory, directory.resolve("probe.log"), command, Map.of(), port, "/");
    }

    private static Process start(List<String> command, Map<String, String> environment, Path log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        File file = log.toFile();
        builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.appendTo(file));
        return builder.start();
    }

    private double awaitReady(long start, String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + Net.HOST + ":" + port + path))
                .timeout(Duration.ofSeconds(5))
                .build();
        while (System.nanoTime() - start < PATIENCE.toNanos()) {
            try {
                // A refused connection costs less CPU than a failed request, and the CPU is being measured.
                new Socket(Net.HOST, port).close();
                if (Double.isNaN(listeningSeconds)) {
                    listeningSeconds = (System.nanoTime() - start) / 1e9;
                }
                if (HTTP.send(request, BodyHandlers.discarding()).statusCode() == 200) {
                    return (System.nanoTime() - start) / 1e9;
                }
            } catch (IOException notYet) {
                if (!process.isAlive()) {
                    List<String> said = Files.readAllLines(log);
                    throw new IllegalStateException(name + " ended at its start: "
                            + String.join("\n", said.subList(Math.max(0, said.size() - 10), said.size())));
                }
            }
            Net.sleep(Duration.ofMillis(5));
        }
        close();
        throw new IllegalStateException(name + " did not start in " + PATIENCE.toSeconds() + " s");
    }

    /** The sum of a metric's samples, 0 if there are none. */
    double metric(String metric) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + Net.HOST + ":" + port + "/metrics"))
                .timeout(Duration.ofSeconds(5))
                .build();
        return HTTP.send(request, BodyHandlers.ofLines())
                .body()
                .filter(line -> line.startsWith(metric))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    String name() {
        return name;
    }

    /** The database that the server uses. */
    String databaseName() {
        return name.equals("this") ? "clubroom" : name;
    }

    /** The checkout that the server was started from. */
    Path home() {
        return home;
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** From the start of the process until the port is open. */
    double listeningSeconds() {
        return listeningSeconds;
    }

    /** From the start of the process until the server is ready. */
    double startSeconds() {
        return startSeconds;
    }

    /** CPU time of the start, in seconds. */
    double cpuAtReady() {
        return cpuAtReady;
    }

    double cpuSeconds() {
        return Machine.cpuSeconds(process.pid());
    }

    /** Sends a GET request with an administrator's token. */
    HttpResponse<String> get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + Net.HOST + ":" + port + path))
                .header("Authorization", "Bearer " + token(Database.ADMIN, "admin"))
                .timeout(Duration.ofSeconds(30))
                .build();
        HttpResponse<String> response = HTTP.send(request, BodyHandlers.ofString());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(path + " answers " + response.statusCode() + ": " + response.body());
        }
        return response;
    }

    /** Registers a client. Returns the id. */
    UUID register(String username) throws Exception {
        HttpResponse<String> response = post(
                "/api/users",
                "{\"username\":\"%1$s\",\"email\":\"%1$s@example.com\",\"password\":\"%2$s\",\"full_name\":\"%1$s\"}"
                        .formatted(username, Database.PASSWORD));
        Matcher id = ID.matcher(response.body());
        if (response.statusCode() != 201 || !id.find()) {
            throw new IllegalStateException("the registration answers " + response.statusCode());
        }
        return UUID.fromString(id.group(1));
    }

    /** Signs a user in. Returns the refresh token. */
    String signIn(String email, String password) throws Exception {
        return refreshToken("/api/auth/login", "{\"email\":\"" + email + "\",\"password\":\"" + password + "\"}");
    }

    /** Redeems a refresh token. Returns the next one. */
    String refresh(String token) throws Exception {
        return refreshToken("/api/auth/refresh", "{\"refresh_token\":\"" + token + "\"}");
    }

    private String refreshToken(String path, String body) throws Exception {
        HttpResponse<String> response = post(path, body);
        Matcher token = REFRESH_TOKEN.matcher(response.body());
        if (response.statusCode() != 200 || !token.find()) {
            throw new IllegalStateException(path + " answers " + response.statusCode());
        }
        return token.group(1);
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + Net.HOST + ":" + port + path))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    /** An access token (RFC 7519) as the server issues it. */
    static String token(UUID user, String role) {
        long now = System.currentTimeMillis() / 1000;
        String claims =
                "{\"sub\":\"%s\",\"name\":\"somebody\",\"email\":\"somebody@example.com\",\"role\":\"%s\",\"ver\":0,\"iat\":%d,\"exp\":%d}"
                        .formatted(user, role, now, now + 7200);
        String text = base64("{\"typ\":\"JWT\",\"alg\":\"HS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.getBytes(StandardCharsets.UTF_8));
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return text + "." + base64(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Kills the process without warning (SIGKILL), and waits until it is gone. */
    void kill() throws Exception {
        process.destroyForcibly().waitFor(PATIENCE_AT_END.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        if (!process.waitFor(PATIENCE_AT_END.toSeconds(), TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
        }
    }
}
