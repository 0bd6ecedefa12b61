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

/** An operating system on a kind of processor, by the names that the archives of PostgreSQL bear. */
record Platform(String system, String processor) {
    static Platform current() {
        return of(
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                Files.exists(Path.of("/etc/alpine-release")) ? "-alpine_linux" : "");
    }

    /** From what the JVM calls them; the flavour is the C library's, where it is not the usual one. */
    static Platform of(String osName, String osArch, String flavour) {
        String name = osName.toLowerCase(Locale.ROOT);
        String system = name.startsWith("mac") ? "darwin" : name.startsWith("windows") ? "windows" : name;
        String processor = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            // Windows runs programs for x86_64 on arm64 too, and nothing else is there.
            case "aarch64", "arm64" -> system.equals("windows") ? "x86_64" : "arm_64";
            default -> osArch;
        };
        return new Platform(system, processor + flavour);
    }

    /** Where on the class path the programs for this platform are. */
    URL archive() {
        return Optional.ofNullable(Platform.class.getResource("/postgres-" + system + "-" + processor + ".txz"))
                .orElseThrow(() -> new DatabaseFailure(
                        "No embedded PostgreSQL comes with Clubroom for " + system + " on " + processor
                                + ": set DATABASE_URL.",
                        null));
    }

    /** What must stand before a program of PostgreSQL on the command line: root runs it in a user namespace, where it is not root. */
    List<String> launcher() {
        if (system.equals("windows") || new UnixSystem().getUid() != 0) {
            return List.of();
        }
        try {
            if (Outcome.of(new ProcessBuilder("unshare", "-U", "true"), "").succeeded()) {
                return List.of("unshare", "-U");
            }
        } catch (IOException missing) {
            // Told below.
        }
        throw new DatabaseFailure(
                "PostgreSQL refuses to run as root, and `unshare -U`, its way around that, is not allowed here: start"
                        + " Clubroom as another user, or set DATABASE_URL.",
                null);
    }
}
