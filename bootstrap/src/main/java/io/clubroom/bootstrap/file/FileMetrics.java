package io.clubroom.bootstrap.file;

import io.clubroom.application.file.SweepContents;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.file.Uploads;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;

/** Metrics of the size of files, of unfinished uploads, and of contents removed from the store. */
@Singleton
class FileMetrics {
    private final Files files;
    private final Uploads uploads;
    private final Counter released;
    private final Counter unknown;
    private final Counter missing;
    private final Counter swept;
    private volatile long bytes;
    private volatile long active;

    FileMetrics(MeterRegistry meters, Files files, Uploads uploads) {
        this.files = files;
        this.uploads = uploads;
        this.released = removed(meters, "released");
        this.unknown = removed(meters, "unknown");
        this.missing = Counter.builder("clubroom.contents.missing")
                .description("Contents that were missing in the store of files")
                .register(meters);
        this.swept = Counter.builder("clubroom.files.sweeps")
                .description("Parts of the store of files, of 256, that were compared with the database")
                .register(meters);
        Gauge.builder("clubroom.files", this, metrics -> metrics.bytes)
                .baseUnit("bytes")
                .description("Bytes of all files")
                .register(meters);
        Gauge.builder("clubroom.uploads.active", this, metrics -> metrics.active)
                .description("Uploads in parts that are not finished")
                .register(meters);
    }

    private static Counter removed(MeterRegistry meters, String reason) {
        return Counter.builder("clubroom.contents.removed")
                .description("Contents that were removed from the store of files")
                .tag("reason", reason)
                .register(meters);
    }

    void countReleased(int contents) {
        released.increment(contents);
    }

    void count(SweepContents.Result result) {
        swept.increment(result.shards());
        unknown.increment(result.unknown());
        missing.increment(result.missing());
    }

    /** Refreshed periodically instead of on each read of the metrics, which may be frequent. */
    @Scheduled(fixedDelay = "1m")
    void refresh() {
        try {
            bytes = files.totalBytes();
            active = uploads.countUnfinished();
        } catch (Unavailable outage) {
            // The gauges keep their last values.
        }
    }
}
