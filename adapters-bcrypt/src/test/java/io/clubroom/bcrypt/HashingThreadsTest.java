package io.clubroom.bcrypt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HashingThreadsTest {
    @Test
    void let_others_go_after_every_few_rounds() {
        int cost = 6;
        int steps = (1 << cost) / Bcrypt.ROUNDS;
        AtomicInteger offers = new AtomicInteger();
        try (var threads =
                new HashingThreads(1, 1, () -> new Courtesy(System::nanoTime, offers::incrementAndGet, _ -> {}))) {
            threads.compute(new byte[] {'a'}, new byte[Bcrypt.SALT_BYTES], cost).join();
        }

        assertThat(offers).hasValue(steps);
    }
}
