package io.clubroom.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.testkit.fuzz.Damage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Arbitrary settings are accepted or refused with a one-sentence error. {@code -Dtests.tries=N} runs more examples. */
class HostileSettingsTest {
    private static final String FILE = """
        # Clubroom
        DATABASE_URL=postgres://club:Secret-word-1@db.example:5432/club?sslmode=prefer
        PORT=8080
        export DATA_DIR="./da ta" # here
        JWT_SECRET='Secret-word-1Secret-word-1Secret-word-1'

        ADMIN_PASSWORD=Secret-word-1
        CORS_ALLOWED_ORIGINS = https://app.example.com, http://localhost:3000
        LOG_LEVELS=root=info,clubroom=debug
        """;

    /** Without HOST, because host names would cause DNS queries. */
    private static final List<Map.Entry<String, String>> VARIABLES = List.of(
            Map.entry("DATABASE_URL", "postgres://club:Secret-word-1@db.example:5432/club?sslmode=prefer"),
            Map.entry("DATA_DIR", "./data"),
            Map.entry("PORT", "8080"),
            Map.entry(
                    "FILES",
                    "s3://club/files?endpoint=https://s3.example.com:9000&region=eu-central-1&path_style=true"),
            Map.entry("FILE_MAX_BYTES", "52428800"),
            Map.entry("FILE_TYPES", "image/*,application/pdf"),
            Map.entry("AWS_ACCESS_KEY_ID", "an-id"),
            Map.entry("AWS_SECRET_ACCESS_KEY", "Secret-word-1"),
            Map.entry("DB_MAX_CONNECTIONS", "20"),
            Map.entry("JWT_SECRET", "Secret-word-1Secret-word-1Secret-word-1"),
            Map.entry("JWT_EXPIRATION", "86400"),
            Map.entry("ADMIN_EMAIL", "admin@localhost"),
            Map.entry("ADMIN_PASSWORD", "Secret-word-1"),
            Map.entry("ENABLE_HTTPS", "true"),
            Map.entry("SSL_CERT_PATH", "./certs/cert.pem"),
            Map.entry("CORS_ALLOWED_ORIGINS", "https://app.example.com,http://[::1]:3000"),
            Map.entry("ADAPTERS", "memory"),
            Map.entry("RATE_LIMITS", "off"),
            Map.entry("TRUSTED_PROXIES", "10.0.0.0/8,2001:db8::/32"),
            Map.entry("CHAT_MESSAGES_PER_SECOND", "20"),
            Map.entry("EDIT_WINDOW_SECONDS", "86400"),
            Map.entry("REQUEST_HEAD_TIMEOUT", "10"),
            Map.entry("LOG_LEVELS", "root=info,clubroom=debug"),
            Map.entry("LOG_FORMAT", "json"),
            Map.entry("PUBLIC_URL", "https://club.example:8443"),
            Map.entry("SMTP_URL", "smtp://me%40example.com:Secret-word-1@mail.example:587?starttls=optional"),
            Map.entry("MAIL_FROM", "\"Club, the\" <no-reply@club.example>"),
            Map.entry("EMAIL_VERIFICATION", "required"),
            Map.entry("REGISTRATION", "invited"),
            Map.entry("REGISTRATION_EMAIL_DOMAINS", "club.example, other.example"),
            Map.entry("ENCRYPTION_KEY", "Secret-word-1AAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
            Map.entry("OAUTH_REDIRECT_URL", "https://club.example/api/auth/oauth/callback"),
            Map.entry("OAUTH_RETURN_URLS", "https://app.example/,http://localhost:3000/in?x=y"),
            Map.entry("OIDC_ISSUER", "https://issuer.example/realm"),
            Map.entry("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318"));

    private Path directory;

    @BeforeProperty
    void make() throws IOException {
        directory = Files.createTempDirectory("settings");
    }

    @AfterProperty
    void remove() throws IOException {
        Files.deleteIfExists(directory.resolve(".env"));
        Files.delete(directory);
    }

    @Property
    void any_file_is_read_or_refused(@ForAll byte[] content) throws IOException {
        readOrRefuse(content);
    }

    @Property
    void a_damaged_file_is_read_or_refused(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        readOrRefuse(Damage.bytes(Damage.text(FILE, random), random));
    }

    @Property
    void a_damaged_variable_is_read_or_refused_with_an_error_that_names_it(
            @ForAll("variables") Map.Entry<String, String> variable, @ForAll long seed) {
        String value = Damage.text(variable.getValue(), new Random(seed));
        try {
            assertThat(Settings.read(Map.of(variable.getKey(), value), directory, false)
                            .toString())
                    .doesNotContain("Secret-word-1Secret-word-1");
        } catch (InvalidSetting refused) {
            assertThat(refused.getMessage())
                    .as(value)
                    .matches(variable.getKey() + " [^\\n\\u0000]+\\.")
                    .doesNotContain("ecret-wor");
        }
    }

    @Provide
    Arbitrary<Map.Entry<String, String>> variables() {
        return Arbitraries.of(VARIABLES);
    }

    private void readOrRefuse(byte[] content) throws IOException {
        Files.write(directory.resolve(".env"), content);
        try {
            Settings.read(Map.of(), directory, false);
        } catch (InvalidSetting refused) {
            assertThat(refused.getMessage())
                    .as(new String(content, StandardCharsets.UTF_8))
                    .matches("(The file \\.env|[A-Z_]+) [^\\n\\u0000]+\\.")
                    .doesNotContain("ecret-wor");
        }
    }
}
