package io.clubroom.bootstrap.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class BellTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final Bell bell = new Bell(1, LONG);

    @Test
    void silence_is_a_time_without_rings() throws InterruptedException {
        bell.awaitSilence(Duration.ofMillis(50), LONG);
        long ring = System.nanoTime();
        bell.ring();

        bell.awaitSilence(Duration.ofMillis(50), LONG);

        assertThat(System.nanoTime() - ring).isGreaterThanOrEqualTo(50_000_000);
    }

    @Test
    void silence_is_not_awaited_for_ever() throws InterruptedException {
        bell.ring();

        bell.awaitSilence(LONG, Duration.ofMillis(50));
    }
}
