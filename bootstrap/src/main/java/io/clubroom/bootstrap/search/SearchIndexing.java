package io.clubroom.bootstrap.search;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.chat.search.SearchIndex;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Requires;
import io.micronaut.scheduling.annotation.Scheduled;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the search index up to date. Runs on every node, on its own thread, because a large backlog takes minutes. */
@Singleton
@Requires(beans = SearchIndex.class)
public class SearchIndexing {
    /** The number of database connections that the thread uses. */
    public static final int CONNECTIONS = 1;

    private static final Logger LOG = LoggerFactory.getLogger(SearchIndexing.class);

    private final SearchIndex index;
    private volatile long pending;

    SearchIndexing(MeterRegistry meters, SearchIndex index) {
        this.index = index;
        Gauge.builder("clubroom.search.pending", this, indexing -> indexing.pending)
                .baseUnit("messages")
                .description("Messages that are not in the index for searches yet")
                .register(meters);
    }

    @Scheduled(scheduler = "search-index", initialDelay = "1s", fixedDelay = "1s")
    void advance() {
        try {
            SearchIndex.Progress progress;
            do {
                progress = index.advance();
                pending = progress.pending();
            } while (progress.more());
        } catch (Unavailable outage) {
            // The outage is logged once for all users of the database.
            LOG.debug("Cannot update the search index", outage);
        }
    }
}
