package io.clubroom.persistence.embedded;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Properties;

/** The names of the entries of a backup, and the description in its first entry. */
final class BackupFormat {
    /** The first entry. */
    static final String DESCRIPTION = "backup.properties";

    /** The last entry. */
    static final String CHECKSUMS = "SHA256SUMS";

    private static final String VERSION = "1";

    private BackupFormat() {}

    /** The description of a backup that this release makes on this machine. */
    static String description() {
        return "format=" + VERSION + "\npostgresql=" + Cluster.VERSION + "\nplatform=" + platform() + "\n";
    }

    /**
     * Checks whether this release can restore a backup on this machine.
     *
     * @throws UnusableBackup if it cannot
     */
    static void check(String description) throws UnusableBackup {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(description));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        } catch (IllegalArgumentException malformed) {
            throw UnusableBackup.damaged(malformed);
        }
        if (!VERSION.equals(properties.getProperty("format"))) {
            throw new UnusableBackup("was made by another release, which this one does not understand", null);
        }
        String postgresql = properties.getProperty("postgresql");
        if (!Cluster.VERSION.equals(postgresql)) {
            throw new UnusableBackup(
                    "holds data of PostgreSQL " + postgresql + ", and this release has PostgreSQL " + Cluster.VERSION
                            + ": restore it with the release that made it, and copy the data with pg_dump",
                    null);
        }
        String platform = properties.getProperty("platform");
        if (!platform().equals(platform)) {
            throw new UnusableBackup(
                    "was made on " + platform + ", and its data cannot be used on " + platform()
                            + ": copy the data with pg_dump",
                    null);
        }
    }

    /** PostgreSQL's files depend on the operating system and the processor, but not on the C library, because no locale does. */
    private static String platform() {
        Platform platform = Platform.of(System.getProperty("os.name"), System.getProperty("os.arch"), "");
        return platform.system() + "-" + platform.processor();
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** A line of the last entry. */
    static String checksum(MessageDigest digest, String name) {
        return HexFormat.of().formatHex(digest.digest()) + "  " + name + "\n";
    }
}
