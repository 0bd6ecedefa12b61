package io.clubroom.bootstrap.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.clubroom.bootstrap.Console;
import io.clubroom.bootstrap.Server;
import io.clubroom.bootstrap.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A server in this process, on a free port, with an administrator whose password the tests know. */
public final class TestServer implements AutoCloseable {
    public static final String ADMIN_EMAIL = "admin@example.com";
    public static final String ADMIN_PASSWORD = "Admin-password-1";

    private final Server server;
    private final ByteArrayOutputStream console;

    private TestServer(Server server, ByteArrayOutputStream console) {
        this.server = server;
        this.console = console;
    }

    /** @param directory the working directory, with the data in {@code data} and certificates in {@code certs} */
    public static TestServer start(Path directory, Map<String, String> variables) {
        ByteArrayOutputStream console = new ByteArrayOutputStream();
        return start(directory, variables, console);
    }

    /** Writes the console output to {@code console}, where a test can read it while the server starts. */
    public static TestServer start(Path directory, Map<String, String> variables, ByteArrayOutputStream console) {
        Map<String, String> environment = new HashMap<>();
        environment.put("PORT", "0");
        environment.put("LOG_LEVELS", "root=error");
        environment.put("LOG_FORMAT", "text");
        environment.put("RATE_LIMITS", "off");
        // The lowest cost allowed, so that tests spend less time hashing.
        environment.put("PASSWORD_HASH_COST", "10");
        environment.put("DATA_DIR", directory.resolve("data").toString());
        environment.put("ADMIN_EMAIL", ADMIN_EMAIL);
        environment.put("ADMIN_PASSWORD", ADMIN_PASSWORD);
        environment.putAll(variables);
        Settings settings = Settings.read(environment, directory, false);
        PrintStream out = new PrintStream(console, true, UTF_8);
        return new TestServer(Server.start(settings, new Console(out, out, false)), console);
    }

    public URI address() {
        return server.address();
    }

    /** A client without a token. */
    public Api api() {
        return Api.of(address());
    }

    /** The console output so far. */
    public String console() {
        return console.toString(UTF_8);
    }

    @Override
    public void close() {
        server.close();
    }
}
