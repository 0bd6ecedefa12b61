package io.clubroom.bootstrap.https;

import io.clubroom.bootstrap.StartupFailure;
import io.clubroom.bootstrap.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reloads the certificate when its files have changed. Not thread-safe. */
public final class CertificateRenewal {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateRenewal.class);

    private final Settings.Https https;
    private List<FileTime> seen;

    public CertificateRenewal(Settings.Https https) {
        this.https = https;
        this.seen = times();
    }

    /** The renewed certificate; empty if the files have not changed, or cannot be used. */
    public Optional<KeyStore> check() {
        List<FileTime> now = times();
        if (now.equals(seen)) {
            return Optional.empty();
        }
        seen = now;
        try {
            Optional<KeyStore> renewed = Optional.of(CertificateFiles.load(https));
            LOG.info("The renewed certificate is used for new connections");
            return renewed;
        } catch (StartupFailure unusable) {
            // Perhaps only one of the files has been replaced yet.
            LOG.warn("The former certificate is still used: {}", unusable.getMessage());
            return Optional.empty();
        }
    }

    private List<FileTime> times() {
        return List.of(time(https.certificate()), time(https.key()));
    }

    private static FileTime time(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException absent) {
            return FileTime.fromMillis(0);
        }
    }
}
