package io.clubroom.bootstrap.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.bootstrap.settings.Settings.Adapters;
import io.clubroom.bootstrap.settings.Settings.Logging.Format;
import io.clubroom.chat.ChatSettings;
import io.clubroom.domain.chat.DirectoryScope;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.RoomCreators;
import io.clubroom.domain.identity.Provider;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordPolicy;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.Role;
import io.clubroom.mail.MailFrom;
import io.clubroom.mail.SmtpServer;
import io.clubroom.mail.SmtpServer.Encryption;
import io.clubroom.web.connection.ConnectionLimits;
import io.clubroom.web.connection.ConnectionSettings;
import io.clubroom.web.limit.LimitSettings;
import io.clubroom.web.oauth.OAuthSettings;
import io.clubroom.web.oauth.OAuthSettings.Endpoints;
import io.clubroom.web.oauth.OAuthSettings.Registration;
import io.clubroom.web.operation.LoggerName;
import io.micronaut.logging.LogLevel;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    @TempDir
    Path directory;

    private Settings read(String... variables) {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < variables.length; i += 2) {
            environment.put(variables[i], variables[i + 1]);
        }
        return Settings.read(environment, directory, false);
    }

    @Test
    void needs_no_variable_at_all() {
        Settings settings = read();

        assertThat(settings.host()).isEqualTo("127.0.0.1");
        assertThat(settings.port()).isEqualTo(8080);
        assertThat(settings.dataDir()).isEqualTo(directory.resolve("./data"));
        assertThat(settings.adapters()).isEqualTo(Adapters.POSTGRES);
        assertThat(settings.database()).isEmpty();
        assertThat(settings.databaseConnections()).isGreaterThanOrEqualTo(8);
        assertThat(settings.tokens().secret()).isEmpty();
        assertThat(settings.tokens().lifetime().value()).hasSeconds(86_400);
        assertThat(settings.firstAdmin().email().value()).isEqualTo("admin@localhost");
        assertThat(settings.firstAdmin().password()).isEmpty();
        assertThat(settings.https().enabled()).isFalse();
        assertThat(settings.https().certificate()).isEqualTo(directory.resolve("./certs/cert.pem"));
        assertThat(settings.https().key()).isEqualTo(directory.resolve("./certs/key.pem"));
        assertThat(settings.allowedOrigins()).isEmpty();
        assertThat(settings.passwords()).isEqualTo(new PasswordSettings(12, new PasswordPolicy(false)));
        assertThat(settings.limits()).isEqualTo(new LimitSettings(true, 1200, 1200, 10, 100, 60, 20, 20, 10, 300, 20));
        assertThat(settings.proxies().trustedProxies()).isEmpty();
        assertThat(settings.connections())
                .isEqualTo(new ConnectionSettings(Duration.ofSeconds(10), Duration.ofSeconds(20)));
        assertThat(settings.connectionLimits().perAddress()).isEqualTo(1_000);
        assertThat(settings.connectionLimits().total()).isPositive();
        assertThat(settings.logging().format()).isEqualTo(Format.JSON);
        assertThat(settings.logging().levels()).containsEntry(new LoggerName("root"), LogLevel.INFO);
    }

    @Test
    void without_rate_limits_only_the_connections_of_all_clients_are_limited() {
        Settings settings = read("RATE_LIMITS", "off", "MAX_CONNECTIONS", "500");

        assertThat(settings.connectionLimits()).isEqualTo(new ConnectionLimits(Integer.MAX_VALUE, 500));
        assertThat(settings.chat().connectionsPerUser()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void reads_the_file_that_the_seed_ships() throws IOException {
        Files.writeString(directory.resolve(".env"), """
            DATABASE_URL=postgres://postgres:password@localhost/actix_postgres_api?sslmode=prefer
            HOST=127.0.0.1
            PORT=8081
            DB_MAX_CONNECTIONS=5
            RUST_LOG=actix_postgres_api=info,actix_web=info,sqlx=warn

            # JWT Configuration
            JWT_SECRET=a_secret_that_is_long_enough_for_hs256
            JWT_EXPIRATION=3600
            ENABLE_HTTPS=true
            """);

        Settings settings = read();

        assertThat(settings.database())
                .hasValueSatisfying(url -> assertThat(url.database()).isEqualTo("actix_postgres_api"));
        assertThat(settings.port()).isEqualTo(8081);
        assertThat(settings.databaseConnections()).isEqualTo(5);
        assertThat(settings.tokens().secret()).contains("a_secret_that_is_long_enough_for_hs256");
        assertThat(settings.tokens().lifetime().value()).hasSeconds(3600);
        assertThat(settings.https().enabled()).isTrue();
    }

    @Test
    void prefers_the_environment_to_the_file() throws IOException {
        Files.writeString(directory.resolve(".env"), "PORT=8081\nDATA_DIR=from-file\n");

        Settings settings = read("PORT", "8082");

        assertThat(settings.port()).isEqualTo(8082);
        assertThat(settings.dataDir()).isEqualTo(directory.resolve("from-file"));
    }

    @Test
    void reads_a_password_and_a_secret_with_special_characters_from_the_file() throws IOException {
        Files.writeString(directory.resolve(".env"), """
            ADMIN_PASSWORD=Passw0rd#1
            JWT_SECRET='a secret # of more than 32 bytes, too'
            export DATABASE_URL='postgres://club:pass%23word@db.example/club'
            """);

        Settings settings = read();

        assertThat(settings.firstAdmin().password().map(Password::reveal)).contains("Passw0rd#1");
        assertThat(settings.tokens().secret()).contains("a secret # of more than 32 bytes, too");
        assertThat(settings.database())
                .hasValueSatisfying(url -> assertThat(url.password()).isEqualTo("pass#word"));
    }

    @Test
    void host_names_may_have_underscores_where_only_browsers_use_them() {
        Settings settings = read(
                "CORS_ALLOWED_ORIGINS", "http://My_App:3000,https://_a_:443",
                "OAUTH_REDIRECT_URL", "http://club_room:8080/api/auth/oauth/callback",
                "OAUTH_RETURN_URLS", "http://my_app:3000/signed_in",
                "DATABASE_URL", "postgres://club:secret@club_db:5432/club");

        assertThat(settings.allowedOrigins()).containsExactly("http://my_app:3000", "https://_a_");
        assertThat(settings.oauth().redirectUrl())
                .contains(java.net.URI.create("http://club_room:8080/api/auth/oauth/callback"));
        assertThat(settings.oauth().returnUrls()).containsExactly("http://my_app:3000/signed_in");
        assertThat(settings.database())
                .hasValueSatisfying(url -> assertThat(url.address()).isEqualTo("club_db:5432"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OIDC_ISSUER",
                "GOOGLE_TOKEN_URL",
                "GOOGLE_USERINFO_URL",
                "FACEBOOK_AUTHORIZE_URL",
                "GITHUB_EMAILS_URL",
                "OTEL_EXPORTER_OTLP_ENDPOINT"
            })
    void the_hosts_that_the_server_calls_must_have_valid_names(String variable) {
        assertThatThrownBy(() -> read(variable, "http://key_cloak:8080/realms/club"))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageContaining(variable)
                .hasMessageContaining("must have a host name of letters, digits, '.' and '-'");
    }

    @Test
    void reads_the_limits_and_the_proxies() {
        Settings settings = read(
                "RATE_LIMITS", "off",
                "RATE_LIMIT_REQUESTS_PER_ADDRESS", "1",
                "RATE_LIMIT_REQUESTS_PER_USER", "2",
                "RATE_LIMIT_LOGINS_PER_ACCOUNT", "3",
                "RATE_LIMIT_LOGINS_PER_ACCOUNT_ALL_ADDRESSES", "4",
                "RATE_LIMIT_LOGINS_PER_ADDRESS", "5",
                "RATE_LIMIT_REGISTRATIONS_PER_ADDRESS", "6",
                "RATE_LIMIT_NAME_CHANGES_PER_ADDRESS", "7",
                "RATE_LIMIT_PASSWORD_CHANGES_PER_USER", "8",
                "RATE_LIMIT_PASSWORDS_PER_CLIENT", "9",
                "TRUSTED_PROXIES", "10.0.0.0/8, ::1,2001:db8::/32");

        assertThat(settings.limits()).isEqualTo(new LimitSettings(false, 1, 2, 3, 4, 5, 6, 7, 8, 9, 20));
        assertThat(settings.proxies().trustedProxies()).containsExactly("10.0.0.0/8", "::1", "2001:db8::/32");
    }

    @Test
    void reads_the_limits_of_chat_connections() {
        assertThat(read().chat()).isEqualTo(new ChatSettings(20, 1_048_576, List.of(), 200));
        assertThat(read("CHAT_MESSAGES_PER_SECOND", "1", "CHAT_OUTBOUND_LIMIT_BYTES", "4096")
                        .chat())
                .isEqualTo(new ChatSettings(1, 4_096, List.of(), 200));
    }

    @Test
    void reads_how_long_messages_may_be_edited() {
        assertThat(read().editWindow()).isEqualTo(EditWindow.DEFAULT);
        assertThat(read("EDIT_WINDOW_SECONDS", "0").editWindow()).isEqualTo(new EditWindow(Duration.ZERO));
    }

    @Test
    void reads_who_creates_private_rooms_and_whom_everybody_finds() {
        assertThat(read().roomCreators()).isEqualTo(new RoomCreators(Set.of(Role.ADMIN, Role.TRAINER)));
        assertThat(read().directory()).isEqualTo(DirectoryScope.ALL);
        assertThat(read("ROOM_CREATORS", "client, trainer").roomCreators())
                .isEqualTo(new RoomCreators(Set.of(Role.CLIENT, Role.TRAINER)));
        assertThat(read("DIRECTORY", "shared-rooms").directory()).isEqualTo(DirectoryScope.SHARED_ROOMS);
        assertThat(read("DIRECTORY", "off").directory()).isEqualTo(DirectoryScope.OFF);
    }

    @Test
    void reads_how_passwords_are_hashed() {
        assertThat(read("PASSWORD_HASH_COST", "10", "REQUIRE_CURRENT_PASSWORD", "true")
                        .passwords())
                .isEqualTo(new PasswordSettings(10, new PasswordPolicy(true)));
        assertThat(read("PASSWORD_HASH_COST", "16").passwords())
                .isEqualTo(new PasswordSettings(16, new PasswordPolicy(false)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSL_CERT_PATH", "SSL_KEY_PATH"})
    void a_certificate_file_that_is_set_must_exist_when_https_is_on(String variable) throws IOException {
        Path missing = directory.resolve("missing.pem");

        assertThatThrownBy(() -> read("ENABLE_HTTPS", "true", variable, missing.toString()))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage(variable + " must name an existing file; there is no " + missing + ".");

        assertThat(read(variable, missing.toString()).https().enabled()).isFalse();
        Files.createFile(missing);
        assertThat(read("ENABLE_HTTPS", "true", variable, missing.toString())
                        .https()
                        .enabled())
                .isTrue();
    }

    @Test
    void reads_origins_as_browsers_send_them() {
        assertThat(read("CORS_ALLOWED_ORIGINS", "https://App.example.com:443, http://localhost:3000,http://[::1]:80")
                        .allowedOrigins())
                .containsExactly("https://app.example.com", "http://localhost:3000", "http://[::1]");
    }

    @Test
    void treats_an_empty_variable_as_unset() {
        assertThat(read("PORT", " ", "DATABASE_URL", "").port()).isEqualTo(8080);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        PORT                     | 80a
        PORT                     | -1
        PORT                     | 65536
        HOST                     | no such host.invalid
        DATABASE_URL             | mysql://localhost/x
        DATABASE_URL             | postgres://u:secret-word@h/x?sslmode=maybe
        DB_MAX_CONNECTIONS       | 0
        DB_MAX_CONNECTIONS       | many
        JWT_SECRET               | your_jwt_secret_key_here
        JWT_EXPIRATION           | 0
        JWT_EXPIRATION           | 1h
        ADMIN_EMAIL              | not an address
        ADMIN_PASSWORD           | secret-word
        ENABLE_HTTPS             | perhaps
        CORS_ALLOWED_ORIGINS     | https://app.example.com/path
        CORS_ALLOWED_ORIGINS     | app.example.com
        CORS_ALLOWED_ORIGINS     | //app.example.com
        CORS_ALLOWED_ORIGINS     | *
        CORS_ALLOWED_ORIGINS     | null
        CORS_ALLOWED_ORIGINS     | https://app.example.com/
        CORS_ALLOWED_ORIGINS     | https://*.example.com
        CORS_ALLOWED_ORIGINS     | https://user@app.example.com
        CORS_ALLOWED_ORIGINS     | https://a.example https://b.example
        REQUIRE_CURRENT_PASSWORD | 2
        PASSWORD_HASH_COST       | 9
        PASSWORD_HASH_COST       | 17
        PASSWORD_HASH_COST       | high
        ADAPTERS                 | mysql
        ROOM_CREATORS            | admin,owner
        DIRECTORY                | shared_rooms
        RATE_LIMITS              | perhaps
        RATE_LIMIT_LOGINS_PER_ACCOUNT | 0
        RATE_LIMIT_LOGINS_PER_ACCOUNT_ALL_ADDRESSES | 0
        RATE_LIMIT_NAME_CHANGES_PER_ADDRESS | 0
        RATE_LIMIT_PASSWORD_CHANGES_PER_USER | many
        RATE_LIMIT_PASSWORDS_PER_CLIENT | -300
        RATE_LIMIT_LOGINS_PER_ADDRESS | 0
        RATE_LIMIT_REGISTRATIONS_PER_ADDRESS | ten
        RATE_LIMIT_REQUESTS_PER_ADDRESS | -1
        RATE_LIMIT_REQUESTS_PER_USER | 1.5
        REQUEST_HEAD_TIMEOUT     | 0
        REQUEST_BODY_TIMEOUT     | 20s
        CHAT_MESSAGES_PER_SECOND | 0
        EDIT_WINDOW_SECONDS      | -1
        EDIT_WINDOW_SECONDS      | 1d
        CHAT_OUTBOUND_LIMIT_BYTES | 4095
        CHAT_OUTBOUND_LIMIT_BYTES | 1MiB
        TRUSTED_PROXIES          | 10.0.0.0/33
        TRUSTED_PROXIES          | 127.0.0.1,proxy.example.com
        OAUTH_REDIRECT_URL       | club.example.com/api/auth/oauth/callback
        OAUTH_REDIRECT_URL       | https://club.example.com/#x
        OAUTH_REDIRECT_URL       | https://me@club_room/callback
        CORS_ALLOWED_ORIGINS     | http://my_app:80_80
        CORS_ALLOWED_ORIGINS     | ht_tp://my_app
        OAUTH_RETURN_URLS        | https://app.example.com/, javascript:alert(1)
        OAUTH_RETURN_URLS        | https://app.example.com/#here
        OAUTH_RETURN_URLS        | https://me@app.example.com/
        OAUTH_RETURN_URLS        | https://app.example.com/ä
        GOOGLE_AUTHORIZE_URL     | ftp://google.example
        GOOGLE_TOKEN_URL         | //google.example
        GOOGLE_USERINFO_URL      | http://
        FACEBOOK_AUTHORIZE_URL   | no address
        GITHUB_EMAILS_URL        | /user/emails
        OIDC_ISSUER              | issuer.example
        OTEL_EXPORTER_OTLP_ENDPOINT | collector:4318
        PUBLIC_URL               | club.example
        PUBLIC_URL               | ftp://club.example
        PUBLIC_URL               | https://
        PUBLIC_URL               | https://club.example/chat
        PUBLIC_URL               | https://club.example?a=b
        PUBLIC_URL               | https://club.example/#a
        PUBLIC_URL               | https://me@club.example
        PUBLIC_URL               | https://club.example:0x50
        PUBLIC_URL               | https://club.example:0
        PUBLIC_URL               | https://club.example:65536
        SMTP_URL                 | mail.example
        SMTP_URL                 | http://mail.example
        SMTP_URL                 | smtp://me:secret-word@
        SMTP_URL                 | smtp://secret-word@mail.example
        SMTP_URL                 | smtp://me:secret-word@mail.example:99999
        SMTP_URL                 | smtp://me:secret-word@mail.example?starttls=perhaps
        SMTP_URL                 | smtps://me:secret-word@mail.example?starttls=never
        SMTP_URL                 | smtp://me:secret-word%zz@mail.example
        MAIL_FROM                | Clubroom
        MAIL_FROM                | a@club.example, b@club.example
        MAIL_FROM                | müller@club.example
        EMAIL_VERIFICATION       | perhaps
        REGISTRATION             | half
        REGISTRATION_EMAIL_DOMAINS | club.example, somebody@club.example
        REGISTRATION_EMAIL_DOMAINS | *.club.example
        ENCRYPTION_KEY           | secret-word
        ENCRYPTION_KEY           | c2VjcmV0LXdvcmQ=
        ENCRYPTION_KEY_PREVIOUS  | not base64!
        LOG_LEVELS               | root=loud
        LOG_LEVELS               | =info
        LOG_FORMAT               | xml
        """)
    void refuses_an_invalid_value_with_an_error_that_names_the_variable(String variable, String value) {
        assertThatThrownBy(() -> read(variable, value))
                .isInstanceOf(InvalidSetting.class)
                .hasMessageStartingWith(variable + " ")
                .hasMessageEndingWith(".")
                .hasMessageNotContaining("secret-word")
                .hasMessageNotContaining("your_jwt_secret_key_here");
    }

    /** Such a host would make the default of MAIL_FROM invalid, which is not set. */
    @Test
    void refuses_a_public_url_with_a_host_that_cannot_exist() {
        assertThat(read("PUBLIC_URL", "https://" + "a".repeat(245) + ".example")
                        .publicUrl()
                        .url())
                .isPresent();
        assertThatThrownBy(() -> read("PUBLIC_URL", "https://" + "a".repeat(246) + ".example"))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("PUBLIC_URL must have a host of at most 253 characters.");
    }

    @Test
    void a_provider_without_a_client_id_is_off() {
        Settings settings = read("GOOGLE_TOKEN_URL", "https://google.example/token");

        assertThat(settings.oauth().registrations()).isEmpty();
        assertThat(settings.warnings()).isEmpty();
    }

    @Test
    void other_settings_of_a_provider_without_a_client_id_cause_a_warning() {
        Settings settings = read(
                "GOOGLE_CLIENT_SECRET",
                "secret-word",
                "OIDC_ISSUER",
                "https://issuer.example/realm",
                "OIDC_CLIENT_SECRET",
                "secret-word",
                "GITHUB_CLIENT_ID",
                "h",
                "GITHUB_CLIENT_SECRET",
                "secret-word");

        assertThat(settings.oauth().registrations()).containsOnlyKeys(Provider.GITHUB);
        assertThat(settings.warnings())
                .containsExactly(
                        "Nobody can sign in with google: GOOGLE_CLIENT_SECRET is set, but GOOGLE_CLIENT_ID is not.",
                        "Nobody can sign in with oidc: OIDC_ISSUER and OIDC_CLIENT_SECRET are set,"
                                + " but OIDC_CLIENT_ID is not.");
    }

    @ParameterizedTest
    @CsvSource({
        "JWT_SECERT, JWT_SECRET",
        "DATABSE_URL, DATABASE_URL",
        "ADMIN_MAIL, ADMIN_EMAIL",
        "TRUSTED_PROXIE, TRUSTED_PROXIES",
        "LOG_LEVEL, LOG_LEVELS",
        "data_dir, DATA_DIR"
    })
    void a_misspelled_setting_causes_a_warning_without_its_value(String misspelled, String setting) {
        assertThat(read(misspelled, "hidden-value").warnings())
                .containsOnlyOnce(misspelled + " is no setting and has no effect: did you mean " + setting + "?")
                .noneMatch(warning -> warning.contains("hidden-value"));
    }

    @Test
    void variables_of_other_programs_and_of_settings_that_are_set_cause_no_warning() {
        assertThat(read(
                                "PATH",
                                "/bin",
                                "HOME",
                                "/root",
                                "HOSTNAME",
                                "club",
                                "SSL_CERT_FILE",
                                "ca.pem",
                                "SSL_CERT_DIR",
                                "certs",
                                "PORTS",
                                "1",
                                "DB_HOST",
                                "db",
                                "POSTGRES_PASSWORD",
                                "x",
                                "LOG_LEVELS",
                                "root=info",
                                "LOG_LEVEL",
                                "info")
                        .warnings())
                .isEmpty();
    }

    @Test
    void a_node_with_a_database_for_several_and_a_secret_of_its_own_causes_a_warning() {
        String url = "postgres://club:secret@db/club";

        assertThat(read("DATABASE_URL", url).warnings())
                .singleElement()
                .asString()
                .startsWith("JWT_SECRET is not set");
        assertThat(read("DATABASE_URL", url, "JWT_SECRET", "a secret of more than thirty-two bytes")
                        .warnings())
                .isEmpty();
        assertThat(read().warnings()).isEmpty();
    }

    @Test
    void a_provider_with_a_client_id_uses_its_default_or_configured_addresses() {
        OAuthSettings oauth = read(
                        "GOOGLE_CLIENT_ID",
                        "g",
                        "GOOGLE_CLIENT_SECRET",
                        "secret-word",
                        "GITHUB_CLIENT_ID",
                        "h",
                        "GITHUB_CLIENT_SECRET",
                        "secret-word",
                        "GITHUB_EMAILS_URL",
                        "http://localhost:9000/emails",
                        "OIDC_ISSUER",
                        "https://issuer.example/realm",
                        "OIDC_TRUST_EMAIL",
                        "true",
                        "OIDC_CLIENT_ID",
                        "o",
                        "OIDC_CLIENT_SECRET",
                        "secret-word",
                        "OAUTH_REDIRECT_URL",
                        "http://localhost:8080/api/auth/oauth/callback",
                        "OAUTH_RETURN_URLS",
                        "https://app.example.com/, http://localhost:3000/in?x=y")
                .oauth();

        assertThat(oauth.registrations().keySet()).containsExactly(Provider.GOOGLE, Provider.GITHUB, Provider.OIDC);
        assertThat(oauth.registrations().get(Provider.GOOGLE))
                .isEqualTo(new Registration("g", "secret-word", OAuthSettings.defaults(Provider.GOOGLE)));
        Endpoints.Fixed github = OAuthSettings.defaults(Provider.GITHUB);
        assertThat(oauth.registrations().get(Provider.GITHUB).endpoints())
                .isEqualTo(new Endpoints.Fixed(
                        github.authorize(),
                        github.token(),
                        github.userinfo(),
                        URI.create("http://localhost:9000/emails")));
        assertThat(oauth.registrations().get(Provider.OIDC).endpoints())
                .isEqualTo(new Endpoints.Discovered(URI.create("https://issuer.example/realm"), true));
        assertThat(oauth.redirectUrl()).contains(URI.create("http://localhost:8080/api/auth/oauth/callback"));
        assertThat(oauth.returnUrls())
                .containsExactlyInAnyOrder("https://app.example.com/", "http://localhost:3000/in?x=y");
        assertThat(oauth.timeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(oauth.toString()).doesNotContain("secret-word");
    }

    @ParameterizedTest
    @CsvSource({
        "GOOGLE_CLIENT_ID, GOOGLE_CLIENT_SECRET",
        "FACEBOOK_CLIENT_ID, FACEBOOK_CLIENT_SECRET",
        "GITHUB_CLIENT_ID, GITHUB_CLIENT_SECRET",
        "OIDC_CLIENT_ID, OIDC_ISSUER"
    })
    void refuses_a_client_id_without_the_settings_it_requires(String id, String missing) {
        assertThatThrownBy(() -> read(id, "the-id"))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage(missing + " must be set too, because " + id + " is.");
    }

    @Test
    void refuses_a_client_id_of_an_issuer_without_its_secret() {
        assertThatThrownBy(() -> read("OIDC_CLIENT_ID", "the-id", "OIDC_ISSUER", "https://issuer.example"))
                .isInstanceOf(InvalidSetting.class)
                .hasMessage("OIDC_CLIENT_SECRET must be set too, because OIDC_CLIENT_ID is.");
    }

    @Test
    void names_the_file_when_it_cannot_be_read() throws IOException {
        Files.writeString(directory.resolve(".env"), "this is no pair\n");

        assertThatThrownBy(this::read).isInstanceOf(InvalidSetting.class).hasMessageContaining(".env");
    }

    @Test
    void reads_the_levels_of_several_loggers() {
        assertThat(read("LOG_LEVELS", "root=warn, clubroom=debug").logging().levels())
                .containsEntry(new LoggerName("root"), LogLevel.WARN)
                .containsEntry(new LoggerName("clubroom"), LogLevel.DEBUG);
        assertThat(read("LOG_LEVELS", "debug").logging().levels())
                .containsEntry(new LoggerName("root"), LogLevel.DEBUG);
    }

    @Test
    void without_settings_mails_are_files_and_everybody_may_register() {
        Settings settings = read();

        assertThat(settings.publicUrl().url()).isEmpty();
        assertThat(settings.mail().server()).isEmpty();
        assertThat(settings.mail().folder()).isEqualTo(settings.dataDir().resolve("mail"));
        assertThat(settings.mail().from()).isEqualTo(MailFrom.parse("Clubroom <no-reply@localhost>"));
        assertThat(settings.mail().templates()).isEmpty();
        assertThat(settings.encryption().key()).isEmpty();
        assertThat(settings.registration())
                .isEqualTo(new RegistrationPolicy(
                        RegistrationPolicy.Mode.OPEN, Set.of(), false, Optional.of(new Email("admin@localhost"))));
    }

    @Test
    void reads_how_mails_are_sent() {
        Settings settings = read(
                "PUBLIC_URL", "https://club.example:8443/",
                "SMTP_URL", "smtp://me:secret@mail.example?starttls=optional",
                "ENCRYPTION_KEY", "__________8AAAAAAAAAAP__________AAAAAAAAAAA",
                "ENCRYPTION_KEY_PREVIOUS", "//////////8AAAAAAAAAAP//////////AAAAAAAAAAA=");

        assertThat(settings.publicUrl().url()).contains(URI.create("https://club.example:8443"));
        assertThat(settings.mail().server())
                .contains(new SmtpServer("mail.example", 587, Encryption.STARTTLS_IF_OFFERED, "me", "secret"));
        assertThat(settings.mail().from()).isEqualTo(MailFrom.parse("Clubroom <no-reply@club.example>"));
        assertThat(settings.encryption().key().orElseThrow())
                .isEqualTo(settings.encryption().previous().orElseThrow());
        assertThat(read("PUBLIC_URL", "http://192.0.2.1", "MAIL_FROM", "Club <club@club.example>")
                        .mail()
                        .from()
                        .host())
                .isEqualTo("club.example");
        assertThat(read("PUBLIC_URL", "http://192.0.2.1").mail().from().host()).isEqualTo("localhost");
        assertThat(read("PUBLIC_URL", "https://club.example.").mail().from().host())
                .isEqualTo("club.example");
    }

    @Test
    void reads_who_may_register() {
        assertThat(read(
                                "REGISTRATION", "invited",
                                "REGISTRATION_EMAIL_DOMAINS", "Club.example, other.example",
                                "EMAIL_VERIFICATION", "required",
                                "ADMIN_EMAIL", "boss@club.example")
                        .registration())
                .isEqualTo(new RegistrationPolicy(
                        RegistrationPolicy.Mode.INVITED,
                        Set.of("club.example", "other.example"),
                        true,
                        Optional.of(new Email("boss@club.example"))));
        assertThat(read("REGISTRATION", "closed").registration().mode()).isEqualTo(RegistrationPolicy.Mode.CLOSED);
    }

    @Test
    void never_prints_a_secret() {
        String printed = read(
                        "SMTP_URL",
                        "smtp://me:secret-word@mail.example",
                        "ENCRYPTION_KEY",
                        "secret-word-secret-word-secret-word-1234567=",
                        "JWT_SECRET",
                        "secret-word-secret-word-secret-word",
                        "ADMIN_PASSWORD",
                        "Secret-word-1",
                        "DATABASE_URL",
                        "postgres://u:secret-word@h/x")
                .toString();

        assertThat(printed).doesNotContainIgnoringCase("secret-word");
    }
}
