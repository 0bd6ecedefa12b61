package io.clubroom.bootstrap.file;

import io.clubroom.application.file.CollectContents;
import io.clubroom.application.file.RemoveUnusedFiles;
import io.clubroom.application.file.SweepContents;
import io.clubroom.domain.Unavailable;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes unused files, and keeps the store and the database consistent. Runs on every node, on its own threads, because a store that does
 * not respond blocks them for half a minute.
 */
@Singleton
class FileHousekeeping {
    private static final String THREADS = "file-housekeeping";

    /** A part of the store is compared again in the first run after this time, and so within ten minutes. */
    private static final Duration SWEEP_PERIOD = Duration.ofMinutes(9);

    private static final Logger LOG = LoggerFactory.getLogger(FileHousekeeping.class);

    private final CollectContents collectContents;
    private final SweepContents sweepContents;
    private final RemoveUnusedFiles removeUnusedFiles;
    private final FileMetrics metrics;
    private final InstantSource clock;
    private final Instant start;
    private volatile boolean hasSwept;
    private volatile boolean isStoreAway;

    FileHousekeeping(
            CollectContents collectContents,
            SweepContents sweepContents,
            RemoveUnusedFiles removeUnusedFiles,
            FileMetrics metrics,
            InstantSource clock) {
        this.collectContents = collectContents;
        this.sweepContents = sweepContents;
        this.removeUnusedFiles = removeUnusedFiles;
        this.metrics = metrics;
        this.clock = clock;
        this.start = clock.instant();
    }

    @Scheduled(scheduler = THREADS, fixedDelay = "5s")
    void collect() {
        useStore(() -> {
            CollectContents.Result result;
            do {
                result = collectContents.collect();
                metrics.countReleased(result.contents());
            } while (!result.isComplete());
        });
    }

    /** Compares parts of the store with the database; in the first run all parts, regardless of when they were last compared. */
    @Scheduled(scheduler = THREADS, initialDelay = "2s", fixedDelay = "1m")
    void sweep() {
        useStore(() -> {
            SweepContents.Result result =
                    sweepContents.sweep(hasSwept ? clock.instant().minus(SWEEP_PERIOD) : start);
            hasSwept = true;
            metrics.count(result);
            if (result.unknown() > 0 || result.missing() > 0) {
                LOG.warn(
                        "The store of files had {} contents that nothing refers to, which were removed, and lacked {}"
                                + " contents: their files were removed",
                        result.unknown(),
                        result.missing());
            }
        });
    }

    @Scheduled(scheduler = THREADS, initialDelay = "1m", fixedDelay = "1m")
    void removeUnused() {
        try {
            removeUnusedFiles.remove();
        } catch (Unavailable outage) {
            // The outage is logged once for all users of the database.
            LOG.debug("Cannot remove unused files", outage);
        }
    }

    private void useStore(Runnable work) {
        try {
            work.run();
            isStoreAway = false;
        } catch (Unavailable outage) {
            if (outage.what() == Unavailable.What.FILES && !isStoreAway) {
                isStoreAway = true;
                LOG.warn("The store of files is unavailable; deleted files stay there until it is back", outage);
            } else {
                LOG.debug("Cannot clean up the store of files", outage);
            }
        }
    }
}
