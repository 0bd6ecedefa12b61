package io.clubroom.chat.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CloseScheduleTest {
    @Test
    void a_few_connections_are_closed_one_millisecond_apart() {
        assertThat(new CloseSchedule(1).delay(0)).isZero();
        assertThat(new CloseSchedule(100).delay(0)).isZero();
        assertThat(new CloseSchedule(100).delay(99)).isEqualTo(Duration.ofMillis(99));
    }

    @ParameterizedTest
    @ValueSource(ints = {2_000, 10_000, 1_000_000})
    void many_connections_are_closed_within_two_seconds_but_not_all_at_once(int connections) {
        CloseSchedule schedule = new CloseSchedule(connections);

        assertThat(schedule.delay(0)).isZero();
        assertThat(schedule.delay(connections / 2)).isBetween(Duration.ofMillis(990), Duration.ofMillis(1_010));
        assertThat(schedule.delay(connections - 1)).isBetween(Duration.ofMillis(1_900), Duration.ofSeconds(2));
    }
}
