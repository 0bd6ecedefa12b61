package io.clubroom.bootstrap;

import io.clubroom.bootstrap.settings.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the server says when it is ready: where it listens, and how to sign in. */
record Welcome(URI address, Settings settings, Optional<FirstAdmin> firstAdmin) {
    /** At once, so that no line of the log gets in between, and whoever waits for the first line finds the others too. */
    void say(Console console) {
        List<String> lines = new ArrayList<>();
        lines.add("");
        lines.add("Clubroom " + version() + " listens on " + address);
        lines.add("  kept in   " + store());
        firstAdmin.ifPresentOrElse(
                admin -> lines.add("  sign in   as " + admin.email()
                        + (admin.hasMadePassword()
                                ? ", the password is shown above"
                                : " with the password of ADMIN_PASSWORD")),
                () -> lines.add("  sign in   with the account you have"));
        lines.add("  try it    curl " + (settings.https().enabled() ? "-k " : "") + address + "/api/auth/login"
                + " -H 'Content-Type: application/json' -d '{\"email\":\""
                + firstAdmin.map(FirstAdmin::email).orElse("…") + "\",\"password\":\"…\"}'");
        lines.add("  stop it   with Ctrl-C");
        lines.add("");
        console.say(String.join(System.lineSeparator(), lines));
    }

    /** What is said of a password that was made, while the administrator is: whatever happens next, it was said. */
    static void tellPassword(Console console, String email, String password) {
        console.say(String.join(
                System.lineSeparator(),
                "",
                "The administrator is " + email + " with the password " + password,
                "(shown this once: keep it)"));
    }

    static String version() {
        return Optional.ofNullable(Welcome.class.getPackage().getImplementationVersion())
                .orElse("(built from source)");
    }

    private String store() {
        return switch (settings.adapters()) {
            case MEMORY -> "memory: everything is gone when it stops";
            case POSTGRES ->
                settings.database()
                        .map(url -> "PostgreSQL at " + url.address() + ", database " + url.database())
                        .orElseGet(() -> settings.dataDir().toAbsolutePath().normalize() + " (embedded PostgreSQL)");
        };
    }

    /**
     * Who was made the administrator at this start.
     *
     * @param hasMadePassword whether the operator gave no password
     */
    record FirstAdmin(String email, boolean hasMadePassword) {}
}
