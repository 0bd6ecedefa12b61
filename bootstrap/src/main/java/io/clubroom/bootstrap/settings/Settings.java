package io.clubroom.bootstrap.settings;

import io.clubroom.domain.password.Password;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.persistence.DatabaseUrl;
import io.clubroom.persistence.InvalidDatabaseUrl;
import io.clubroom.web.client.IpAddresses;
import io.clubroom.web.oauth.OAuthSettings;
import io.clubroom.web.operation.LogLevels;
import io.clubroom.web.operation.LoggerName;
import io.micronaut.logging.LogLevel;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Everything that can be set about the server, checked.
 *
 * @param database empty for the embedded PostgreSQL
 * @param port 0 for any free one
 * @param trustedProxies addresses and ranges of them
 * @param warnings what is set without effect, a sentence each for the operator to read
 */
public record Settings(
        Path dataDir,
        String host,
        int port,
        Adapters adapters,
        Optional<DatabaseUrl> database,
        int databaseConnections,
        Tokens tokens,
        FirstAdmin firstAdmin,
        Https https,
        List<String> allowedOrigins,
        boolean requireCurrentPassword,
        OAuthSettings oauth,
        Chat chat,
        Limits limits,
        List<String> trustedProxies,
        RequestTimeouts requestTimeouts,
        Logging logging,
        Tracing tracing,
        List<String> warnings) {

    /** Where users and everything else are kept. */
    public enum Adapters {
        POSTGRES,
        /** In memory, gone at the stop. */
        MEMORY
    }

    /**
     * How access tokens are signed.
     *
     * @param secret empty for one that is made and kept in {@link Settings#dataDir()}
     * @param lifetimeSeconds how long they are good for
     */
    public record Tokens(Optional<String> secret, int lifetimeSeconds) {
        @Override
        public String toString() {
            return "Tokens[hidden, lifetimeSeconds=" + lifetimeSeconds + "]";
        }
    }

    /**
     * Who is made the administrator if there is none.
     *
     * @param password empty for a random one
     */
    public record FirstAdmin(Email email, Optional<Password> password) {}

    /** Whether the server speaks TLS, and the PEM files for it. */
    public record Https(boolean enabled, Path certificate, Path key) {}

    /**
     * What one connection to the chat may do.
     *
     * @param messagesPerSecond how many it may send; twice that at once
     * @param outboundLimitBytes how much may wait for it to be read
     */
    public record Chat(int messagesPerSecond, int outboundLimitBytes) {}

    /**
     * How much may be asked for.
     *
     * @param enabled whether there are limits at all
     * @param requestsPerAddress a minute
     * @param requestsPerUser a minute
     * @param loginsPerAccount a minute
     * @param loginsPerAddress a minute
     * @param registrationsPerAddress an hour
     */
    public record Limits(
            boolean enabled,
            int requestsPerAddress,
            int requestsPerUser,
            int loginsPerAccount,
            int loginsPerAddress,
            int registrationsPerAddress) {}

    /**
     * How long a client may take to send a request.
     *
     * @param headSeconds for its head
     * @param bodySeconds for its body; a second more for each 8 KiB of it
     */
    public record RequestTimeouts(int headSeconds, int bodySeconds) {}

    private enum Switch {
        ON,
        OFF
    }

    /** @param levels by the name of the logger, {@code root} among them */
    public record Logging(Map<LoggerName, LogLevel> levels, Format format) {
        /** What a line of the log looks like. */
        public enum Format {
            JSON,
            TEXT
        }
    }

    /**
     * Where spans are exported to.
     *
     * @param variables those of OpenTelemetry, by their names; empty if spans go nowhere
     */
    public record Tracing(Map<String, String> variables) {
        public boolean isOn() {
            return !variables.isEmpty();
        }

        @Override
        public String toString() {
            return "Tracing[hidden]";
        }
    }

    /** Of what signs tokens. RFC 7518 §3.2: a key for HS256 has at least 256 bits. */
    public static final int LEAST_SECRET_BYTES = 32;

    private static final int MAX_RATE = 1_000_000_000;
    private static final int DEFAULT_TOKEN_LIFETIME_SECONDS = 24 * 60 * 60;

    /**
     * Reads the settings from the environment and from {@code .env} in the directory.
     *
     * @param terminal whether a person reads the output
     */
    public static Settings read(Map<String, String> environment, Path directory, boolean terminal) {
        Variables variables = Variables.of(environment, directory);
        return new Settings(
                variables.path("DATA_DIR", "./data"),
                host(variables),
                variables.number("PORT", 8080, 0, 65_535),
                variables.choice("ADAPTERS", Adapters.class).orElse(Adapters.POSTGRES),
                variables.text("DATABASE_URL").map(Settings::databaseUrl),
                variables.number(
                        "DB_MAX_CONNECTIONS",
                        Math.max(8, 4 * Runtime.getRuntime().availableProcessors()),
                        1,
                        1_000),
                new Tokens(
                        variables.text("JWT_SECRET").map(Settings::secret),
                        variables.number("JWT_EXPIRATION", DEFAULT_TOKEN_LIFETIME_SECONDS, 1, Integer.MAX_VALUE)),
                new FirstAdmin(
                        value("ADMIN_EMAIL", variables.text("ADMIN_EMAIL", "admin@localhost"), Email::of),
                        variables.text("ADMIN_PASSWORD").map(text -> value("ADMIN_PASSWORD", text, Password::of))),
                new Https(
                        variables.flag("ENABLE_HTTPS", false),
                        variables.path("SSL_CERT_PATH", "./certs/cert.pem"),
                        variables.path("SSL_KEY_PATH", "./certs/key.pem")),
                variables.list("CORS_ALLOWED_ORIGINS").stream()
                        .map(Settings::origin)
                        .toList(),
                variables.flag("REQUIRE_CURRENT_PASSWORD", false),
                OAuthVariables.read(variables),
                new Chat(
                        variables.number("CHAT_MESSAGES_PER_SECOND", 20, 1, 1_000_000),
                        variables.number("CHAT_OUTBOUND_LIMIT_BYTES", 1 << 20, 4_096, 1 << 30)),
                new Limits(
                        variables.choice("RATE_LIMITS", Switch.class).orElse(Switch.ON) == Switch.ON,
                        variables.number("RATE_LIMIT_REQUESTS_PER_ADDRESS", 1_200, 1, MAX_RATE),
                        variables.number("RATE_LIMIT_REQUESTS_PER_USER", 1_200, 1, MAX_RATE),
                        variables.number("RATE_LIMIT_LOGINS_PER_ACCOUNT", 10, 1, MAX_RATE),
                        variables.number("RATE_LIMIT_LOGINS_PER_ADDRESS", 60, 1, MAX_RATE),
                        variables.number("RATE_LIMIT_REGISTRATIONS_PER_ADDRESS", 20, 1, MAX_RATE)),
                variables.list("TRUSTED_PROXIES").stream().map(Settings::proxy).toList(),
                new RequestTimeouts(
                        variables.number("REQUEST_HEAD_TIMEOUT", 10, 1, 3_600),
                        variables.number("REQUEST_BODY_TIMEOUT", 20, 1, 3_600)),
                new Logging(
                        levels(variables),
                        variables
                                .choice("LOG_FORMAT", Logging.Format.class)
                                .orElse(terminal ? Logging.Format.TEXT : Logging.Format.JSON)),
                tracing(variables),
                OAuthVariables.warnings(variables));
    }

    private static String host(Variables variables) {
        String host = variables.text("HOST", "127.0.0.1");
        try {
            return InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException unknown) {
            throw new InvalidSetting("HOST", "must be an address of this machine or a name that resolves to one");
        }
    }

    private static DatabaseUrl databaseUrl(String text) {
        try {
            return DatabaseUrl.parse(text);
        } catch (InvalidDatabaseUrl invalid) {
            throw new InvalidSetting(String.valueOf(invalid.getMessage()), invalid);
        }
    }

    private static String secret(String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length < LEAST_SECRET_BYTES) {
            throw new InvalidSetting("JWT_SECRET", "must be at least " + LEAST_SECRET_BYTES + " bytes long");
        }
        return text;
    }

    private static <T> T value(String variable, String text, Function<String, T> type) {
        try {
            return type.apply(text);
        } catch (InvalidValue invalid) {
            throw new InvalidSetting(variable, invalid.reason());
        }
    }

    /** An origin as browsers send it (RFC 6454 §6.2). */
    private static String origin(String text) {
        try {
            URI uri = URI.create(text);
            if (uri.getHost() != null
                    && uri.getScheme() != null
                    && List.of("http", "https").contains(uri.getScheme())
                    && uri.equals(new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), null, null, null))) {
                // Browsers leave the scheme's own port out.
                return text.toLowerCase(Locale.ROOT).replaceFirst("^(https:.*):443$|^(http:.*):80$", "$1$2");
            }
        } catch (IllegalArgumentException | java.net.URISyntaxException notAUri) {
            // Said below, as for a URI that is no origin.
        }
        throw new InvalidSetting(
                "CORS_ALLOWED_ORIGINS", "must be origins such as https://app.example.com, separated by commas");
    }

    private static Tracing tracing(Variables variables) {
        return new Tracing(variables
                .webAddress("OTEL_EXPORTER_OTLP_ENDPOINT")
                .map(_ -> variables.startingWith("OTEL_"))
                .orElse(Map.of()));
    }

    private static String proxy(String text) {
        try {
            IpAddresses.range(text);
            return text;
        } catch (IllegalArgumentException invalid) {
            throw new InvalidSetting(
                    "TRUSTED_PROXIES", "must be addresses or ranges such as 10.0.0.0/8, separated by commas");
        }
    }

    private static Map<LoggerName, LogLevel> levels(Variables variables) {
        Map<LoggerName, LogLevel> levels = new TreeMap<>(Map.of(LoggerName.ROOT, LogLevel.INFO));
        for (String part : variables.list("LOG_LEVELS")) {
            int equals = part.indexOf('=');
            try {
                levels.put(
                        LoggerName.of(
                                equals < 0 ? "root" : part.substring(0, equals).strip()),
                        LogLevels.parse(part.substring(equals + 1).strip()));
            } catch (InvalidValue invalid) {
                throw new InvalidSetting(
                        "LOG_LEVELS",
                        "must be pairs such as root=info,clubroom=debug: a " + invalid.field() + " in it "
                                + invalid.reason());
            }
        }
        return levels;
    }
}
