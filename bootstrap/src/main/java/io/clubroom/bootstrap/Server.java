package io.clubroom.bootstrap;

import io.clubroom.application.user.EnsureAdmin;
import io.clubroom.bootstrap.https.CertificateFiles;
import io.clubroom.bootstrap.https.CertificateRenewal;
import io.clubroom.bootstrap.https.ServerCertificate;
import io.clubroom.bootstrap.logging.LogConfiguration;
import io.clubroom.bootstrap.mail.MailSenders;
import io.clubroom.bootstrap.search.SearchIndexing;
import io.clubroom.bootstrap.settings.Settings;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.passkey.RelyingParty;
import io.clubroom.domain.password.Password;
import io.clubroom.mail.InvalidMailSetting;
import io.clubroom.persistence.DatabaseFailure;
import io.clubroom.persistence.DatabaseUrl;
import io.clubroom.persistence.EncryptionKeys;
import io.clubroom.persistence.embedded.EmbeddedPostgres;
import io.clubroom.persistence.migration.MigrationTarget;
import io.clubroom.web.auth.JwtSettings;
import io.clubroom.web.connection.DirectMemory;
import io.clubroom.web.limit.DatabaseThreadsSettings;
import io.clubroom.web.passkey.PasskeySettings;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.RuntimeBeanDefinition;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.http.ssl.CertificateProvider;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server, with its embedded database if it has one. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration MAX_WAIT_FOR_DATABASE = Duration.ofSeconds(5);

    /** The names of files in the data directory. */
    static final String TOKEN_SECRET_FILE = "jwt-secret";

    static final String ENCRYPTION_KEY_FILE = "encryption-key";

    private final Settings settings;
    private final StartReport report;
    private boolean closing;
    private @Nullable EmbeddedPostgres postgres;

    /** The context once the server listens; otherwise null. */
    private @Nullable ApplicationContext running;

    private @Nullable URI address;

    /** Creates a server without starting it. */
    Server(Settings settings, Console console) {
        this.settings = settings;
        this.report = new StartReport(settings, console);
    }

    /**
     * Starts a server.
     *
     * @throws StartupFailure for a reason that the operator can fix
     */
    public static Server start(Settings settings, Console console) {
        Server server = new Server(settings, console);
        server.start();
        return server;
    }

    /**
     * Starts the server, once.
     *
     * @throws StartupFailure for a reason that the operator can fix, or if {@link #close()} is called in the meantime
     */
    void start() {
        LogConfiguration.apply(settings.logging());
        settings.warnings().forEach(LOG::warn);
        ApplicationContext context = null;
        Optional<MigrationTarget> migration = Optional.empty();
        try {
            requireFreePort();
            Optional<KeyStore> certificate = CertificateFiles.provide(settings.https(), report::progress);
            boolean inMemory = settings.adapters() == Settings.Adapters.MEMORY;
            Optional<DatabaseUrl> database = inMemory ? Optional.empty() : settings.database();
            if (!inMemory && database.isEmpty()) {
                EmbeddedPostgres embedded = embeddedPostgres();
                embedded.start();
                database = Optional.of(embedded.url());
            }
            migration = database.map(url -> new MigrationTarget(url, DATABASE_TIMEOUT, report::progress));
            String tokenSecret = tokenSecret(settings);
            context = ApplicationContext.builder()
                    // SettingsReader reads and validates the environment.
                    .deduceEnvironment(false)
                    .environmentPropertySource(false)
                    .banner(false)
                    .properties(ContextProperties.of(settings, tokenSecret, database))
                    .singletons(
                            new JwtSettings(tokenSecret, settings.tokens().lifetime()),
                            settings.tokens().lifetime(),
                            settings.passwords(),
                            settings.publicName(),
                            settings.secondFactors(),
                            settings.publicUrl(),
                            new PasskeySettings(settings.allowedOrigins()),
                            settings.registration(),
                            settings.mail(),
                            settings.files(),
                            encryptionKeys(settings),
                            settings.oauth(),
                            settings.chat(),
                            settings.editWindow(),
                            settings.roomCreators(),
                            settings.directory(),
                            settings.noticeDelay(),
                            settings.limits(),
                            settings.proxies(),
                            settings.connections(),
                            settings.connectionLimits(),
                            DirectMemory.ofProcess(),
                            new DatabaseThreadsSettings(settings.databaseConnections(), MAX_WAIT_FOR_DATABASE),
                            settings.tracing())
                    .singletons(migration.stream().toArray())
                    .beanDefinitions(certificate.stream()
                            .map(store -> bean(store, settings.https()))
                            .toArray(RuntimeBeanDefinition[]::new))
                    .build();
            context.start();
            RelyingPartyCheck.run(
                    context.getBean(Passkeys.class),
                    context.getBean(RelyingParty.class),
                    settings.passkeyRpIdChange() == Settings.PasskeyRpIdChange.ACCEPT);
            Optional<StartReport.FirstAdmin> firstAdmin = ensureAdmin(context);
            EmbeddedServer http = context.getBean(EmbeddedServer.class).start();
            listensOn(http.getURI(), context);
            report.ready(http.getURI(), firstAdmin);
        } catch (RuntimeException failure) {
            stop(context, postgres);
            throw explained(failure, settings, migration);
        }
    }

    /** Fails if the port is in use, before the database is created or changed. */
    private void requireFreePort() {
        if (settings.port() == 0) {
            return;
        }
        try (ServerSocket probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(settings.host(), settings.port()));
        } catch (IOException taken) {
            throw portFailure(settings, taken);
        }
    }

    private static StartupFailure portFailure(Settings settings, Throwable cause) {
        return new StartupFailure(
                "PORT " + settings.port() + " on " + settings.host()
                        + " cannot be bound: it is in use, the address is not one of this machine, or this user has no"
                        + " permission.",
                cause);
    }

    private synchronized EmbeddedPostgres embeddedPostgres() {
        EmbeddedPostgres embedded = new EmbeddedPostgres(
                DataDirectory.at(settings.dataDir()).path(),
                settings.databaseConnections() + MailSenders.CONNECTIONS + SearchIndexing.CONNECTIONS,
                report::progress);
        requireOpen();
        postgres = embedded;
        return embedded;
    }

    private synchronized void listensOn(URI newAddress, ApplicationContext context) {
        requireOpen();
        address = newAddress;
        running = context;
    }

    private void requireOpen() {
        if (closing) {
            throw new StartupFailure("the server was stopped while it started", null);
        }
    }

    /** Whether {@link #close()} has been called. */
    synchronized boolean isClosing() {
        return closing;
    }

    private static RuntimeBeanDefinition<CertificateProvider> bean(KeyStore certificate, Settings.Https https) {
        return RuntimeBeanDefinition.builder(
                        CertificateProvider.class,
                        () -> new ServerCertificate(certificate, new CertificateRenewal(https)))
                .named(ServerCertificate.NAME)
                .singleton(true)
                .build();
    }

    /** The address that the server listens on. */
    public synchronized URI address() {
        return Objects.requireNonNull(address, "not started");
    }

    /**
     * Refuses new requests, completes pending ones, and stops the server, then the database. If another thread is starting the server,
     * stops only the database, because the process is about to end.
     */
    @Override
    public void close() {
        ApplicationContext context;
        EmbeddedPostgres embedded;
        synchronized (this) {
            closing = true;
            context = running;
            embedded = postgres;
        }
        if (context != null) {
            LOG.info("The server stops");
        }
        stop(context, embedded);
    }

    private static void stop(@Nullable ApplicationContext context, @Nullable EmbeddedPostgres postgres) {
        try {
            if (context != null) {
                context.close();
            }
        } finally {
            if (postgres != null) {
                postgres.close();
            }
        }
    }

    private static String tokenSecret(Settings settings) {
        return settings.tokens()
                .secret()
                .orElseGet(() -> settings.adapters() == Settings.Adapters.MEMORY
                        ? RandomSecret.ofBytes(Settings.Tokens.MIN_SECRET_BYTES)
                        : DataDirectory.at(settings.dataDir())
                                .secret(
                                        TOKEN_SECRET_FILE,
                                        Settings.Tokens.MIN_SECRET_BYTES,
                                        () -> RandomSecret.ofBytes(Settings.Tokens.MIN_SECRET_BYTES)));
    }

    private static EncryptionKeys encryptionKeys(Settings settings) {
        byte[] key = settings.encryption().key().orElseGet(() -> storedEncryptionKey(settings));
        return new EncryptionKeys(key, settings.encryption().previous());
    }

    private static byte[] storedEncryptionKey(Settings settings) {
        String text = settings.adapters() == Settings.Adapters.MEMORY
                ? RandomSecret.ofBytes(EncryptionKeys.BYTES)
                : DataDirectory.at(settings.dataDir())
                        .secret(
                                ENCRYPTION_KEY_FILE,
                                EncryptionKeys.BYTES,
                                () -> RandomSecret.ofBytes(EncryptionKeys.BYTES));
        return EncryptionKeys.parse(text)
                .orElseThrow(() -> new StartupFailure(
                        settings.dataDir().resolve(ENCRYPTION_KEY_FILE) + " must hold the base64 of "
                                + EncryptionKeys.BYTES + " bytes, and does not: restore it from a backup, or remove it"
                                + " to have another one generated.",
                        null));
    }

    private Optional<StartReport.FirstAdmin> ensureAdmin(ApplicationContext context) {
        // The suffix satisfies the password rule whatever the random part is.
        String generated = RandomSecret.ofBytes(15) + "Aa1";
        boolean isGenerated = settings.firstAdmin().password().isEmpty();
        Password password = settings.firstAdmin().password().orElseGet(() -> Password.of(generated));
        var result = context.getBean(EnsureAdmin.class)
                .ensure(settings.firstAdmin().email(), () -> password, admin -> {
                    if (isGenerated) {
                        report.password(admin.email().value(), generated);
                    }
                });
        return switch (result) {
            case EnsureAdmin.Result.AlreadyThere _ -> Optional.empty();
            case EnsureAdmin.Result.Appointed(var admin) ->
                Optional.of(new StartReport.FirstAdmin(admin.email().value(), isGenerated));
        };
    }

    private static RuntimeException explained(
            RuntimeException failure, Settings settings, Optional<MigrationTarget> migration) {
        Optional<DatabaseFailure> database = migration.flatMap(target -> target.explain(failure));
        if (database.isPresent()) {
            return new StartupFailure(String.valueOf(database.get().getMessage()), failure);
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartupFailure known) {
                return known;
            }
            if (cause instanceof InvalidMailSetting template) {
                return new StartupFailure(String.valueOf(template.getMessage()), failure);
            }
            if (cause instanceof DatabaseFailure known) {
                return new StartupFailure(String.valueOf(known.getMessage()), failure);
            }
            // Each transport throws its own exception if it cannot bind the address.
            if (cause instanceof ServerStartupException && cause.getCause() instanceof IOException) {
                return portFailure(settings, failure);
            }
        }
        return failure;
    }
}
