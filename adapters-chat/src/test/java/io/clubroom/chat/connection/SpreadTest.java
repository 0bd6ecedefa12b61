package io.clubroom.chat.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadTest {
    @Test
    void a_few_connections_are_told_a_millisecond_after_the_other() {
        assertThat(new Spread(1).after(0)).isZero();
        assertThat(new Spread(100).after(0)).isZero();
        assertThat(new Spread(100).after(99)).isEqualTo(Duration.ofMillis(99));
    }

    @ParameterizedTest
    @ValueSource(ints = {2_000, 10_000, 1_000_000})
    void many_are_told_within_two_seconds_and_not_in_one_moment(int connections) {
        Spread spread = new Spread(connections);

        assertThat(spread.after(0)).isZero();
        assertThat(spread.after(connections / 2)).isBetween(Duration.ofMillis(990), Duration.ofMillis(1_010));
        assertThat(spread.after(connections - 1)).isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(2));
    }
}
