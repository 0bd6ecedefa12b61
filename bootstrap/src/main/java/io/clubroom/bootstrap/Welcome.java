package io.clubroom.bootstrap;

import io.clubroom.bootstrap.settings.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The message printed when the server is ready: its address and how to sign in. */
record Welcome(URI address, Settings settings, Optional<FirstAdmin> firstAdmin) {
    /** Prints it in one call, so that no log line gets in between. */
    void say(Console console) {
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
            lines.add("  mails     are kept in " + settings.mail().folder().normalize() + ": no SMTP_URL is set");
        }
        lines.add("  read on   " + address + "/docs describes every call, and lets you try it");
        lines.add("  stop it   with Ctrl-C");
        lines.add("");
        console.say(String.join(System.lineSeparator(), lines));
    }

    /** Shows a generated password. Called before the administrator is committed, so that the password is shown even if the start then fails. */
    static void showPassword(Console console, String email, String password) {
        console.say(String.join(
                System.lineSeparator(),
                "",
                "The administrator is " + email + " with the password " + password,
                "(shown only once: keep it)"));
    }

    static String version() {
        return Optional.ofNullable(Welcome.class.getPackage().getImplementationVersion())
                .orElse("(built from source)");
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
