package io.clubroom.bootstrap.support;

import static io.clubroom.testkit.Patience.await;

import io.clubroom.bootstrap.Clubroom;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A server in its own process, as an operator starts it. */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("listens on (http\\S+)");
    /** Bounds a wait for what never comes; on a busy machine, a start may take longer than a minute. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Process process;
    private final Path out;
    private final Path err;

    private ServerProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /**
     * Starts the process and returns without waiting until the server listens.
     *
     * @param directory the working directory; stdout and stderr are redirected to files in it
     * @param variables the whole environment except PATH
     */
    public static ServerProcess launch(Path directory, Map<String, String> variables) throws IOException {
        Path out = Files.createTempFile(directory, "out-", ".txt");
        Path err = Files.createTempFile(directory, "err-", ".txt");
        // Without test classes and resources, which the server would load.
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !Path.of(entry).endsWith("test-classes"))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:+UseSerialGC",
                // The process runs only for seconds, too short for C2 to pay off.
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                Clubroom.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().retainAll(List.of("PATH"));
        builder.environment().put("RATE_LIMITS", "off");
        builder.environment().putAll(variables);
        return new ServerProcess(builder.start(), out, err);
    }

    /** Starts the process and returns when the server listens. */
    public static ServerProcess start(Path directory, Map<String, String> variables) throws IOException {
        ServerProcess server = launch(directory, variables);
        try {
            server.awaitListening();
            return server;
        } catch (Throwable failure) {
            server.close();
            throw failure;
        }
    }

    /** Waits until the server listens. */
    public void awaitListening() throws IOException {
        await().atMost(PATIENCE)
                .until(() -> !process.isAlive() || ADDRESS.matcher(out()).find());
        address();
    }

    /** The address that the server prints when it listens. */
    public URI address() throws IOException {
        Matcher address = ADDRESS.matcher(out());
        if (!address.find()) {
            throw new AssertionError("The server does not listen. Its output: " + out() + err());
        }
        return URI.create(address.group(1));
    }

    /** A client without a token. */
    public Api api() throws IOException {
        return Api.of(address());
    }

    /** Sends SIGKILL and waits for the end of the process. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Sends SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** Waits until the process ends and returns its exit code. */
    public int exitCode() throws InterruptedException {
        if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("The server did not exit in time");
        }
        return process.exitValue();
    }

    /** The output to stdout so far. */
    public String out() throws IOException {
        return Files.readString(out);
    }

    /** The output to stderr so far. */
    public String err() throws IOException {
        return Files.readString(err);
    }

    @Override
    public void close() {
        kill();
    }
}
