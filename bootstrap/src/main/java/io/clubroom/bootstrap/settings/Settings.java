package io.clubroom.bootstrap.settings;

import io.clubroom.chat.ChatSettings;
import io.clubroom.domain.PublicName;
import io.clubroom.domain.auth.AccessTokenLifetime;
import io.clubroom.domain.chat.DirectoryScope;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.NoticeDelay;
import io.clubroom.domain.chat.RoomCreators;
import io.clubroom.domain.factor.SecondFactorPolicy;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.persistence.DatabaseUrl;
import io.clubroom.web.client.ProxySettings;
import io.clubroom.web.connection.ConnectionLimits;
import io.clubroom.web.connection.ConnectionSettings;
import io.clubroom.web.http.PublicUrlSettings;
import io.clubroom.web.limit.LimitSettings;
import io.clubroom.web.oauth.OAuthSettings;
import io.clubroom.web.operation.LoggerName;
import io.micronaut.logging.LogLevel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All settings of the server, validated. {@link SettingsReader} defines their names, defaults and bounds.
 *
 * @param database empty for the embedded PostgreSQL
 * @param databaseConnections size of the connection pool
 * @param port 0 for any free port
 * @param allowedOrigins origins of browsers that may use the API and the chat
 * @param warnings probable mistakes of the operator, one sentence each
 */
public record Settings(
        Path dataDir,
        String host,
        int port,
        Adapters adapters,
        Optional<DatabaseUrl> database,
        int databaseConnections,
        Tokens tokens,
        PasswordSettings passwords,
        FirstAdmin firstAdmin,
        PublicUrlSettings publicUrl,
        PublicName publicName,
        PasskeyRpIdChange passkeyRpIdChange,
        SecondFactorPolicy secondFactors,
        RegistrationPolicy registration,
        MailSettings mail,
        FileSettings files,
        Encryption encryption,
        Https https,
        List<String> allowedOrigins,
        OAuthSettings oauth,
        ChatSettings chat,
        EditWindow editWindow,
        RoomCreators roomCreators,
        DirectoryScope directory,
        NoticeDelay noticeDelay,
        LimitSettings limits,
        ProxySettings proxies,
        ConnectionSettings connections,
        ConnectionLimits connectionLimits,
        Logging logging,
        Tracing tracing,
        List<String> warnings) {

    /**
     * Reads the settings from the environment and from {@code .env} in the directory.
     *
     * @param terminal whether the output goes to a terminal
     * @throws InvalidSetting if a value cannot be used
     */
    public static Settings read(Map<String, String> environment, Path directory, boolean terminal) {
        return SettingsReader.read(Variables.of(environment, directory), terminal);
    }

    /** How a start handles passkeys for another host name. */
    public enum PasskeyRpIdChange {
        REFUSE,
        ACCEPT
    }

    /** Where data is stored. */
    public enum Adapters {
        POSTGRES,
        /** In memory; lost when the server stops. */
        MEMORY
    }

    /**
     * Access tokens.
     *
     * @param secret empty to generate one and keep it in {@link Settings#dataDir()}
     */
    public record Tokens(Optional<String> secret, AccessTokenLifetime lifetime) {
        /** RFC 7518 §3.2: a key for HS256 has at least 256 bits. */
        public static final int MIN_SECRET_BYTES = 32;

        @Override
        public String toString() {
            return "Tokens[secret=hidden, lifetime=" + lifetime + "]";
        }
    }

    /**
     * The administrator created at the start if there is none.
     *
     * @param password empty for a random one
     */
    public record FirstAdmin(Email email, Optional<Password> password) {}

    /**
     * The keys that encrypt what is stored.
     *
     * @param key empty to generate one and keep it in {@link Settings#dataDir()}
     * @param previous only decrypts
     */
    public record Encryption(Optional<byte[]> key, Optional<byte[]> previous) {
        @Override
        public String toString() {
            return "Encryption[hidden]";
        }
    }

    /** Whether the server uses TLS, and its PEM files. */
    public record Https(boolean enabled, Path certificate, Path key) {}

    /** @param levels by logger name, including {@code root} */
    public record Logging(Map<LoggerName, LogLevel> levels, Format format) {
        /** The format of a log line. */
        public enum Format {
            JSON,
            TEXT
        }
    }

    /**
     * OpenTelemetry's settings.
     *
     * @param variables its {@code OTEL_…} variables; empty if spans are not exported
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
}
