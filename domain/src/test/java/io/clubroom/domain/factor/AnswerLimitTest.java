package io.clubroom.domain.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnswerLimitTest {
    private static final Instant NOW = Instant.parse("2025-06-01T12:00:00Z");

    private static Optional<Duration> pause(int... minutesAgo) {
        return AnswerLimit.pause(
                Arrays.stream(minutesAgo)
                        .mapToObj(minutes -> NOW.minus(Duration.ofMinutes(minutes)))
                        .toList(),
                NOW);
    }

    @Test
    void four_wrong_answers_are_allowed() {
        assertThat(pause()).isEmpty();
        assertThat(pause(0, 0, 0, 0)).isEmpty();
    }

    @Test
    void the_fifth_one_blocks_until_the_first_one_is_fifteen_minutes_old() {
        assertThat(pause(0, 0, 0, 0, 0)).contains(Duration.ofMinutes(15));
        assertThat(pause(1, 2, 3, 4, 5)).contains(Duration.ofMinutes(10));
    }

    @Test
    void older_answers_do_not_count() {
        assertThat(pause(1, 2, 3, 4, 15)).isEmpty();
    }
}
