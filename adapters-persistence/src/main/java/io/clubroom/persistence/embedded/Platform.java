package io.clubroom.persistence.embedded;

import com.sun.security.auth.module.UnixSystem;
import io.clubroom.persistence.DatabaseFailure;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** An operating system and a processor architecture, as the archives of PostgreSQL name them. */
record Platform(String system, String processor) {
    static Platform current() {
        return of(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Files.exists(Path.of("/etc/alpine-release")) ? "-alpine_linux" : "");
    }

    /** @param flavour the suffix of the architecture for an unusual C library, or an empty string */
    static Platform of(String osName, String osArch, String flavour) {
        String name = osName.toLowerCase(Locale.ROOT);
        String system = name.startsWith("mac") ? "darwin" : name.startsWith("windows") ? "windows" : name;
        String processor = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            // There is no build for Windows on arm64, which can run x86_64 programs.
            case "aarch64", "arm64" -> system.equals("windows") ? "x86_64" : "arm_64";
            default -> osArch;
        };
        return new Platform(system, processor + flavour);
    }

    /** The archive with the programs for this platform, on the class path. */
    URL archive() {
        return Optional.ofNullable(Platform.class.getResource("/postgres-" + system + "-" + processor + ".txz"))
                .orElseThrow(() -> new DatabaseFailure(
                        "Clubroom has no embedded PostgreSQL for " + system + " on " + processor
                                + ": set DATABASE_URL.",
                        null));
    }

    /** The prefix of command lines of PostgreSQL programs: as root, they run in a user namespace, where they are not root. */
    List<String> launcher() {
        if (system.equals("windows") || new UnixSystem().getUid() != 0) {
            return List.of();
        }
        try {
            if (Outcome.of(new ProcessBuilder("unshare", "-U", "true"), "").succeeded()) {
                return List.of("unshare", "-U");
            }
        } catch (IOException missing) {
            // Handled below.
        }
        throw new DatabaseFailure(
                "PostgreSQL refuses to run as root, and `unshare -U`, the workaround, is not allowed here: start"
                        + " Clubroom as another user, or set DATABASE_URL.",
                null);
    }
}
