package io.clubroom.bootstrap.settings;

import com.sun.management.UnixOperatingSystemMXBean;
import io.clubroom.bootstrap.settings.Settings.Adapters;
import io.clubroom.bootstrap.settings.Settings.FirstAdmin;
import io.clubroom.bootstrap.settings.Settings.Https;
import io.clubroom.bootstrap.settings.Settings.Logging;
import io.clubroom.bootstrap.settings.Settings.PasskeyRpIdChange;
import io.clubroom.bootstrap.settings.Settings.Tokens;
import io.clubroom.bootstrap.settings.Settings.Tracing;
import io.clubroom.chat.ChatSettings;
import io.clubroom.domain.PublicName;
import io.clubroom.domain.auth.AccessTokenLifetime;
import io.clubroom.domain.chat.DirectoryScope;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.NoticeDelay;
import io.clubroom.domain.chat.RoomCreators;
import io.clubroom.domain.factor.SecondFactorPolicy;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordPolicy;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.validation.InvalidValue;
import io.clubroom.persistence.DatabaseUrl;
import io.clubroom.persistence.InvalidDatabaseUrl;
import io.clubroom.web.client.IpAddresses;
import io.clubroom.web.client.ProxySettings;
import io.clubroom.web.connection.ConnectionLimits;
import io.clubroom.web.connection.ConnectionSettings;
import io.clubroom.web.http.PublicUrlSettings;
import io.clubroom.web.limit.LimitSettings;
import io.clubroom.web.operation.LogLevels;
import io.clubroom.web.operation.LoggerName;
import io.micronaut.logging.LogLevel;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads and validates {@link Settings}. The only place that defines the name, default and bounds of each setting; a test checks
 * {@code README.md} against it.
 */
final class SettingsReader {
    private static final int MAX_RATE = 1_000_000_000;
    private static final int MAX_TIMEOUT_SECONDS = 3_600;
    private static final int MAX_CONNECTIONS = 1_000_000;
    private static final int MAX_NOTICE_DELAY_SECONDS = 30 * 86_400;

    /** The number of file descriptors for other purposes than client connections: libraries, logs, database connections. */
    private static final int MIN_OTHER_FILES = 256;

    /** About twice the heap use of an idle HTTP connection. */
    private static final int HEAP_BYTES_PER_CONNECTION = 20 * 1024;

    private enum Switch {
        ON,
        OFF
    }

    private static final int MAX_NAME_LENGTH = 64;

    private SettingsReader() {}

    static Settings read(Variables variables, boolean terminal) {
        List<String> allowedOrigins = variables.list("CORS_ALLOWED_ORIGINS").stream()
                .map(SettingsReader::origin)
                .toList();
        FirstAdmin firstAdmin = new FirstAdmin(
                value("ADMIN_EMAIL", variables.text("ADMIN_EMAIL", "admin@localhost"), Email::of),
                variables.text("ADMIN_PASSWORD").map(text -> value("ADMIN_PASSWORD", text, Password::of)));
        PublicUrlSettings publicUrl = MailVariables.publicUrl(variables);
        int messagesPerSecond = variables.number("CHAT_MESSAGES_PER_SECOND", 20, 1, 1_000_000);
        Path dataDir = variables.path("DATA_DIR", "./data");
        return new Settings(
                dataDir,
                host(variables.text("HOST", "127.0.0.1")),
                variables.number("PORT", 8080, 0, 65_535),
                variables.choice("ADAPTERS", Adapters.POSTGRES),
                variables.text("DATABASE_URL").map(SettingsReader::databaseUrl),
                variables.number("DB_MAX_CONNECTIONS", 1, 1_000).orElseGet(SettingsReader::connectionsForThisMachine),
                new Tokens(
                        variables.text("JWT_SECRET").map(SettingsReader::secret),
                        new AccessTokenLifetime(variables.seconds("JWT_EXPIRATION", 86_400, Integer.MAX_VALUE))),
                new PasswordSettings(
                        variables.number("PASSWORD_HASH_COST", 12, 10, 16),
                        new PasswordPolicy(variables.flag("REQUIRE_CURRENT_PASSWORD", false))),
                firstAdmin,
                publicUrl,
                publicName(variables),
                variables.choice("PASSKEY_RP_ID_CHANGED", PasskeyRpIdChange.REFUSE),
                secondFactors(variables),
                MailVariables.registration(variables, firstAdmin.email()),
                MailVariables.mail(variables, publicUrl, dataDir),
                FileVariables.read(variables, dataDir),
                MailVariables.encryption(variables),
                https(variables),
                allowedOrigins,
                OAuthVariables.read(variables),
                new ChatSettings(
                        messagesPerSecond,
                        variables.number("CHAT_OUTBOUND_LIMIT_BYTES", 1 << 20, 4_096, 1 << 30),
                        allowedOrigins,
                        limit(variables, "CHAT_CONNECTIONS_PER_USER", 200)),
                new EditWindow(
                        Duration.ofSeconds(variables.number("EDIT_WINDOW_SECONDS", 86_400, 0, Integer.MAX_VALUE))),
                roomCreators(variables),
                variables.choice("DIRECTORY", DirectoryScope.ALL),
                new NoticeDelay(variables.seconds("NOTICE_DELAY_SECONDS", 900, MAX_NOTICE_DELAY_SECONDS)),
                new LimitSettings(
                        areRatesLimited(variables),
                        variables.number("RATE_LIMIT_REQUESTS_PER_ADDRESS", 1_200, 1, MAX_RATE),
                        variables.number("RATE_LIMIT_REQUESTS_PER_USER", 1_200, 1, MAX_RATE),
                        variables.number("RATE_LIMIT_LOGINS_PER_ACCOUNT", 10, 1, MAX_RATE),
                        variables.number("RATE_LIMIT_LOGINS_PER_ACCOUNT_ALL_ADDRESSES", 100, 1, MAX_RATE),
                        variables.number("RATE_LIMIT_LOGINS_PER_ADDRESS", 60, 1, MAX_RATE),
                        variables.number("RATE_LIMIT_REGISTRATIONS_PER_ADDRESS", 20, 1, MAX_RATE),
                        variables.number("RATE_LIMIT_NAME_CHANGES_PER_ADDRESS", 20, 1, MAX_RATE),
                        variables.number("RATE_LIMIT_PASSWORD_CHANGES_PER_USER", 10, 1, MAX_RATE),
                        variables.number("RATE_LIMIT_PASSWORDS_PER_CLIENT", 300, 1, MAX_RATE),
                        messagesPerSecond),
                new ProxySettings(variables.list("TRUSTED_PROXIES").stream()
                        .map(SettingsReader::proxy)
                        .toList()),
                new ConnectionSettings(
                        variables.seconds("REQUEST_HEAD_TIMEOUT", 10, MAX_TIMEOUT_SECONDS),
                        variables.seconds("REQUEST_BODY_TIMEOUT", 20, MAX_TIMEOUT_SECONDS)),
                connectionLimits(variables),
                new Logging(
                        levels(variables.text("LOG_LEVELS", "root=info")),
                        variables.choice("LOG_FORMAT", terminal ? Logging.Format.TEXT : Logging.Format.JSON)),
                tracing(variables),
                warnings(variables));
    }

    /** Must be called last, after all settings have been read. */
    private static List<String> warnings(Variables variables) {
        List<String> warnings = new ArrayList<>(OAuthVariables.warnings(variables));
        warnings.addAll(
                Misspellings.warnings(variables.names(), variables.defaults().keySet()));
        if (variables.text("DATABASE_URL").isPresent()
                && variables.text("JWT_SECRET").isEmpty()) {
            warnings.add("JWT_SECRET is not set, so other nodes of this database reject the access tokens of this one:"
                    + " give all nodes the same JWT_SECRET.");
        }
        return warnings;
    }

    private static ConnectionLimits connectionLimits(Variables variables) {
        return new ConnectionLimits(
                limit(variables, "CONNECTIONS_PER_ADDRESS", 1_000),
                variables
                        .number("MAX_CONNECTIONS", 1, MAX_CONNECTIONS)
                        .orElseGet(SettingsReader::clientsForThisProcess));
    }

    /** Returns the number of connections that fit into the heap and leave enough file descriptors for other purposes. */
    private static int clientsForThisProcess() {
        long heap = Runtime.getRuntime().maxMemory() / HEAP_BYTES_PER_CONNECTION;
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : MAX_CONNECTIONS;
        return (int) Math.clamp(files - Math.max(MIN_OTHER_FILES, files / 10), 1, Math.min(heap, MAX_CONNECTIONS));
    }

    /** A limit of connections that RATE_LIMITS lifts. */
    private static int limit(Variables variables, String name, int defaultValue) {
        int limit = variables.number(name, defaultValue, 1, MAX_CONNECTIONS);
        return areRatesLimited(variables) ? limit : Integer.MAX_VALUE;
    }

    /** A label of otpauth addresses, in which a colon follows the name. */
    private static PublicName publicName(Variables variables) {
        String name = variables.text("PUBLIC_NAME", "Clubroom");
        if (name.length() > MAX_NAME_LENGTH
                || name.contains(":")
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidSetting(
                    "PUBLIC_NAME",
                    "must have at most " + MAX_NAME_LENGTH + " characters, without colons and control characters");
        }
        return new PublicName(name);
    }

    private static RoomCreators roomCreators(Variables variables) {
        return new RoomCreators(Variables.parts(variables.text("ROOM_CREATORS", "admin,trainer")).stream()
                .map(role -> value("ROOM_CREATORS", role, Role::of))
                .collect(Collectors.toSet()));
    }

    private static SecondFactorPolicy secondFactors(Variables variables) {
        return new SecondFactorPolicy(variables.list("REQUIRE_SECOND_FACTOR").stream()
                .map(role -> value("REQUIRE_SECOND_FACTOR", role, Role::of))
                .collect(Collectors.toSet()));
    }

    private static boolean areRatesLimited(Variables variables) {
        return variables.choice("RATE_LIMITS", Switch.ON) == Switch.ON;
    }

    private static int connectionsForThisMachine() {
        return Math.max(8, 4 * Runtime.getRuntime().availableProcessors());
    }

    private static String host(String text) {
        try {
            return InetAddress.getByName(text).getHostAddress();
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
        if (text.getBytes(StandardCharsets.UTF_8).length < Tokens.MIN_SECRET_BYTES) {
            throw new InvalidSetting("JWT_SECRET", "must be at least " + Tokens.MIN_SECRET_BYTES + " bytes long");
        }
        return text;
    }

    private static Https https(Variables variables) {
        Https https = new Https(
                variables.flag("ENABLE_HTTPS", false),
                variables.path("SSL_CERT_PATH", "./certs/cert.pem"),
                variables.path("SSL_KEY_PATH", "./certs/key.pem"));
        if (https.enabled()) {
            Map.of("SSL_CERT_PATH", https.certificate(), "SSL_KEY_PATH", https.key())
                    .forEach((variable, file) -> {
                        if (variables.text(variable).isPresent() && !Files.exists(file)) {
                            throw new InvalidSetting(variable, "must name an existing file; there is no " + file);
                        }
                    });
        }
        return https;
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
            // Browsers accept '_' in host names, as in those of containers; java.net.URI does not.
            URI uri = URI.create(text.replace('_', 'x'));
            if (uri.getHost() != null
                    && uri.getScheme() != null
                    && List.of("http", "https").contains(uri.getScheme())
                    && uri.equals(new URI(uri.getScheme(), null, uri.getHost(), uri.getPort(), null, null, null))) {
                // Browsers omit the scheme's default port.
                return text.toLowerCase(Locale.ROOT).replaceFirst("^(https:.*):443$|^(http:.*):80$", "$1$2");
            }
        } catch (IllegalArgumentException | java.net.URISyntaxException notAUri) {
            // Rejected below.
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

    private static Map<LoggerName, LogLevel> levels(String text) {
        Map<LoggerName, LogLevel> levels = new TreeMap<>(Map.of(LoggerName.ROOT, LogLevel.INFO));
        for (String part : Variables.parts(text)) {
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
