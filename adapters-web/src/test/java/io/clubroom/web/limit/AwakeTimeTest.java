package io.clubroom.web.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AwakeTimeTest {
    private final AtomicLong nanoTime = new AtomicLong(-5);
    private final AwakeTime time = new AwakeTime(nanoTime::get);

    private Duration after(Duration passed) {
        nanoTime.addAndGet(passed.toNanos());
        return Duration.ofNanos(time.getAsLong());
    }

    @Test
    void counts_the_time_between_readings() {
        assertThat(after(Duration.ofMillis(300))).isEqualTo(Duration.ofMillis(300));
        assertThat(after(Duration.ofMillis(900))).isEqualTo(Duration.ofMillis(1200));
    }

    @Test
    void leaves_out_pauses_of_the_process() {
        assertThat(after(Duration.ofMinutes(27))).isEqualTo(Duration.ofSeconds(1));
        assertThat(after(Duration.ofMillis(1))).isEqualTo(Duration.ofMillis(1001));
    }
}
