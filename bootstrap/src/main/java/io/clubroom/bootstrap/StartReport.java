package io.clubroom.bootstrap;

import io.clubroom.bootstrap.settings.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the start to the operator, as text, or as log lines if the log format is JSON, so that the output has one format. A generated
 * password is printed instead of logged, to stderr if the log format is JSON.
 */
final class StartReport {
    private static final Logger LOG = LoggerFactory.getLogger(StartReport.class);

    private final Settings settings;
    private final Console console;
    private final boolean isLogged;

    StartReport(Settings settings, Console console) {
        this.settings = settings;
        this.console = console;
        this.isLogged = settings.logging().format() == Settings.Logging.Format.JSON;
    }

    /** Reports a step that takes a while. */
    void progress(String line) {
        if (isLogged) {
            LOG.info(line);
        } else {
            console.say(line);
        }
    }

    /**
     * Shows a generated password. Called before the administrator is committed, so that the password is shown even if the start then fails.
     */
    void password(String email, String password) {
        String text = String.join(
                System.lineSeparator(),
                "",
                "The administrator is " + email + " with the password " + password,
                "(shown only once: keep it)");
        if (isLogged) {
            LOG.info("The administrator is {}, with a generated password, which is shown once on stderr", email);
            console.warn(text);
        } else {
            console.say(text);
        }
    }

    /** Reports that the server is ready, and how to sign in. */
    void ready(URI address, Optional<FirstAdmin> firstAdmin) {
        if (isLogged) {
            LOG.info("Clubroom {} listens on {} and keeps its data in {}", version(), address, store());
            firstAdmin
                    .filter(admin -> !admin.hasGeneratedPassword())
                    .ifPresent(admin ->
                            LOG.info("The administrator is {}, with the password of ADMIN_PASSWORD", admin.email()));
            if (settings.mail().server().isEmpty()) {
                LOG.info("Mails are kept in {}: no SMTP_URL is set", mailFolder());
            }
        } else {
            console.say(text(address, firstAdmin));
        }
    }

    /** Returns a single text, so that no log line is printed in between. */
    private String text(URI address, Optional<FirstAdmin> firstAdmin) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Clubroom " + version() + " listens on " + address);
        lines.add("  kept in   " + store());
        firstAdmin.ifPresentOrElse(
                admin -> lines.add("  sign in   as " + admin.email()
                        + (admin.hasGeneratedPassword()
                                ? ", the password is shown above"
                                : " with the password of ADMIN_PASSWORD")),
                () -> lines.add("  sign in   with the account you have"));
        lines.add("  try it    curl " + (settings.https().enabled() ? "-k " : "") + address + "/api/auth/login"
                + " -H 'Content-Type: application/json' -d '{\"email\":\""
                + firstAdmin.map(FirstAdmin::email).orElse("...") + "\",\"password\":\"...\"}'");
        if (settings.mail().server().isEmpty()) {
            lines.add("  mails     are kept in " + mailFolder() + ": no SMTP_URL is set");
        }
        lines.add("  read on   " + address + "/docs describes every call, and lets you try it");
        lines.add("  stop it   with Ctrl-C");
        lines.add("");
        return String.join(System.lineSeparator(), lines);
    }

    private static String version() {
        return Optional.ofNullable(StartReport.class.getPackage().getImplementationVersion())
                .orElse("(built from source)");
    }

    private String mailFolder() {
        return settings.mail().folder().normalize().toString();
    }

    private String store() {
        return switch (settings.adapters()) {
            case MEMORY -> "memory, until the server stops";
            case POSTGRES ->
                settings.database()
                        .map(url -> "PostgreSQL at " + url.address() + ", database " + url.database())
                        .orElseGet(() -> settings.dataDir().toAbsolutePath().normalize() + " (embedded PostgreSQL)");
        };
    }

    /**
     * The administrator that was created at this start.
     *
     * @param hasGeneratedPassword whether the operator did not set a password
     */
    record FirstAdmin(String email, boolean hasGeneratedPassword) {}
}
