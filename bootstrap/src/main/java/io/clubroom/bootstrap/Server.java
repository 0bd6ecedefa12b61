package io.clubroom.bootstrap;

import io.clubroom.application.user.EnsureAdmin;
import io.clubroom.bootstrap.https.CertificateFiles;
import io.clubroom.bootstrap.https.CertificateRenewal;
import io.clubroom.bootstrap.https.ServerCertificate;
import io.clubroom.bootstrap.logging.LogConfiguration;
import io.clubroom.bootstrap.settings.Settings;
import io.clubroom.domain.password.Password;
import io.clubroom.persistence.DatabaseFailure;
import io.clubroom.persistence.DatabaseUrl;
import io.clubroom.persistence.embedded.EmbeddedPostgres;
import io.clubroom.persistence.migration.MigrationTarget;
import io.clubroom.web.auth.JwtSettings;
import io.clubroom.web.limit.DatabaseThreadsSettings;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.RuntimeBeanDefinition;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.http.ssl.CertificateProvider;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running server, with its database if that is its own. */
public final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final Duration DATABASE_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration MAX_WAIT_FOR_DATABASE = Duration.ofSeconds(5);
    private static final String TOKEN_SECRET_FILE = "jwt-secret";

    private final @Nullable EmbeddedPostgres postgres;
    private final ApplicationContext context;
    private final URI address;

    private Server(@Nullable EmbeddedPostgres postgres, ApplicationContext context, URI address) {
        this.postgres = postgres;
        this.context = context;
        this.address = address;
    }

    /**
     * Starts a server.
     *
     * @throws StartupFailure for a reason that the operator can fix
     */
    public static Server start(Settings settings, Console console) {
        LogConfiguration.apply(settings.logging());
        settings.warnings().forEach(LOG::warn);
        EmbeddedPostgres postgres = null;
        ApplicationContext context = null;
        Optional<MigrationTarget> migration = Optional.empty();
        try {
            Optional<KeyStore> certificate = CertificateFiles.provide(settings.https(), console::say);
            boolean inMemory = settings.adapters() == Settings.Adapters.MEMORY;
            Optional<DatabaseUrl> database = inMemory ? Optional.empty() : settings.database();
            if (!inMemory && database.isEmpty()) {
                postgres = EmbeddedPostgres.start(
                        DataDirectory.at(settings.dataDir()).path(), settings.databaseConnections(), console::say);
                database = Optional.of(postgres.url());
            }
            migration = database.map(url -> new MigrationTarget(url, DATABASE_TIMEOUT, console::say));
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
                            settings.oauth(),
                            settings.chat(),
                            settings.limits(),
                            settings.proxies(),
                            settings.connections(),
                            settings.connectionLimits(),
                            new DatabaseThreadsSettings(settings.databaseConnections(), MAX_WAIT_FOR_DATABASE),
                            settings.tracing())
                    .singletons(migration.stream().toArray())
                    .beanDefinitions(certificate.stream()
                            .map(store -> bean(store, settings.https()))
                            .toArray(RuntimeBeanDefinition[]::new))
                    .build();
            context.start();
            Optional<Welcome.FirstAdmin> firstAdmin = ensureAdmin(context, settings.firstAdmin(), console);
            EmbeddedServer http = context.getBean(EmbeddedServer.class).start();
            new Welcome(http.getURI(), settings, firstAdmin).say(console);
            return new Server(postgres, context, http.getURI());
        } catch (RuntimeException failure) {
            stop(context, postgres);
            throw explained(failure, settings, migration);
        }
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
    public URI address() {
        return address;
    }

    /** Refuses new requests, completes pending ones, and stops; the database last. */
    @Override
    public void close() {
        stop(context, postgres);
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

    private static Optional<Welcome.FirstAdmin> ensureAdmin(
            ApplicationContext context, Settings.FirstAdmin settings, Console console) {
        // The suffix satisfies the password rule whatever the random part is.
        String generated = RandomSecret.ofBytes(15) + "Aa1";
        boolean isGenerated = settings.password().isEmpty();
        Password password = settings.password().orElseGet(() -> Password.of(generated));
        var result = context.getBean(EnsureAdmin.class).ensure(settings.email(), () -> password, admin -> {
            if (isGenerated) {
                Welcome.showPassword(console, admin.email().value(), generated);
            }
        });
        return switch (result) {
            case EnsureAdmin.Result.AlreadyThere _ -> Optional.empty();
            case EnsureAdmin.Result.Appointed(var admin) ->
                Optional.of(new Welcome.FirstAdmin(admin.email().value(), isGenerated));
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
            if (cause instanceof DatabaseFailure known) {
                return new StartupFailure(String.valueOf(known.getMessage()), failure);
            }
            // Each transport throws its own exception if it cannot bind the address.
            if (cause instanceof ServerStartupException && cause.getCause() instanceof IOException) {
                return new StartupFailure(
                        "PORT " + settings.port() + " on " + settings.host()
                                + " cannot be bound: it is in use, the address is not one of this machine, or this"
                                + " user has no permission.",
                        failure);
            }
        }
        return failure;
    }
}
