package io.clubroom.bootstrap.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.chat.search.SearchIndex.Progress;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class SearchIndexingTest {
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    private double pending() {
        return meters.get("clubroom.search.pending").gauge().value();
    }

    @Test
    void goes_on_as_long_as_there_is_more_to_do_and_shows_what_is_left() {
        Queue<Progress> steps = new ArrayDeque<>(List.of(
                new Progress(300, true), new Progress(200, true), new Progress(100, false), new Progress(0, true)));

        new SearchIndexing(meters, steps::remove).advance();

        assertThat(steps).hasSize(1);
        assertThat(pending()).isEqualTo(100);
    }

    @Test
    void an_outage_of_the_database_ends_a_run_and_not_the_next() {
        Queue<Progress> steps = new ArrayDeque<>(List.of(new Progress(7, false)));
        boolean[] isOut = {true};
        SearchIndexing indexing = new SearchIndexing(meters, () -> {
            if (isOut[0]) {
                throw new Unavailable(Unavailable.What.DATABASE, Duration.ofSeconds(1), "gone", null);
            }
            return steps.remove();
        });

        indexing.advance();
        isOut[0] = false;
        indexing.advance();

        assertThat(pending()).isEqualTo(7);
    }
}
