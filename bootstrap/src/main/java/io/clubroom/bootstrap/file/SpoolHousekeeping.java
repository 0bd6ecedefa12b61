package io.clubroom.bootstrap.file;

import io.clubroom.files.Spool;
import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes files that killed nodes have left in the spool, at the start and every hour. */
@Singleton
@Requires(beans = Spool.class)
final class SpoolHousekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolHousekeeping.class);

    private final Spool spool;

    SpoolHousekeeping(Spool spool) {
        this.spool = spool;
    }

    @Scheduled(fixedDelay = "1h")
    void removeLeftovers() {
        try {
            spool.removeLeftovers();
        } catch (IOException failure) {
            LOG.warn("Cannot clean the spool of files: {}", failure.toString());
        }
    }
}
