package io.clubroom.application.file;

import io.clubroom.domain.file.Files;
import io.clubroom.domain.file.Uploads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Removes files that were not attached to a message within a day, and expired uploads. */
public final class RemoveUnusedFiles {
    /** How long a file that is attached to no message is kept. */
    private static final Duration LIFETIME = Duration.ofHours(24);

    private static final int FILES_PER_STEP = 1000;

    /** Small, because each may have thousands of parts. */
    private static final int UPLOADS_PER_STEP = 5;

    private final Files files;
    private final Uploads uploads;
    private final InstantSource clock;

    public RemoveUnusedFiles(Files files, Uploads uploads, InstantSource clock) {
        this.files = files;
        this.uploads = uploads;
        this.clock = clock;
    }

    public void remove() {
        Instant now = clock.instant();
        int removed;
        do {
            removed = files.removeUnused(now.minus(LIFETIME), FILES_PER_STEP);
        } while (removed == FILES_PER_STEP);
        do {
            removed = uploads.removeExpired(now, UPLOADS_PER_STEP);
        } while (removed == UPLOADS_PER_STEP);
    }
}
