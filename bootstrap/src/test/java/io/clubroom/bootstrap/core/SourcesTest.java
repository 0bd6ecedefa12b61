package io.clubroom.bootstrap.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourcesTest {
    @Test
    void the_clock_ticks_in_microseconds() {
        InstantSource clock = new Sources().clock(Optional.empty());

        assertThat(Stream.generate(clock::instant).limit(1_000)).allMatch(now -> now.getNano() % 1_000 == 0);
        assertThat(Stream.generate(clock::instant).limit(1_000)).anyMatch(now -> now.getNano() % 1_000_000 != 0);
    }
}
