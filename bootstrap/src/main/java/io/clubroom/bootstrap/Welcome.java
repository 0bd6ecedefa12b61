package io.clubroom.bootstrap;

import io.clubroom.bootstrap.settings.Settings;
import java.net.URI;
import java.util.Optional;

/** What the server says when it is ready: where it listens, and how to sign in. */
record Welcome(URI address, Settings settings, Optional<FirstAdmin> firstAdmin) {
    void say(Console console) {
        console.say("");
        console.say("Clubroom " + version() + " listens on " + address);
        console.say("  kept in   " + store());
        firstAdmin.ifPresentOrElse(
                admin -> {
                    console.say("  sign in   as " + admin.email() + " with the password "
                            + admin.password().orElse("of ADMIN_PASSWORD"));
                    admin.password().ifPresent(made -> console.say("            (shown this once: keep it)"));
                },
                () -> console.say("  sign in   with the account you have"));
        console.say("  try it    curl " + (settings.https().enabled() ? "-k " : "") + address + "/api/auth/login"
                + " -H 'Content-Type: application/json' -d '{\"email\":\""
                + firstAdmin.map(FirstAdmin::email).orElse("…") + "\",\"password\":\"…\"}'");
        console.say("  stop it   with Ctrl-C");
        console.say("");
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
     * @param password the one that was made, empty if the operator gave it
     */
    record FirstAdmin(String email, Optional<String> password) {
        @Override
        public String toString() {
            return "FirstAdmin[email=" + email + "]";
        }
    }
}
