package io.clubroom.application.chat.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The simulation finds faults: each that is planted in the engine is found soon. */
class PlantedFaultsTest {
    private static final long MOST_SEEDS = 2_000;

    @Test
    void the_simulation_finds_each_planted_fault() {
        List<String> missed = PlantedFault.ALL.parallelStream()
                .filter(fault -> !isFound(fault))
                .map(PlantedFault::name)
                .toList();

        assertThat(missed).as("faults that were not found").isEmpty();
    }

    private static boolean isFound(PlantedFault fault) {
        MutatedEngine engine = new MutatedEngine(fault);
        for (long seed = 1; seed <= MOST_SEEDS; seed++) {
            String violation = engine.violation(seed);
            if (violation != null) {
                System.out.printf("After %4d seeds it is found that the engine %s: %s%n", seed, fault, violation);
                return true;
            }
        }
        return false;
    }

    @Test
    void the_unchanged_engine_passes() {
        MutatedEngine engine = new MutatedEngine(new PlantedFault("none", "class LiveRooms", "class LiveRooms"));

        assertThat(LongStream.rangeClosed(1, 50).mapToObj(engine::violation)).containsOnlyNulls();
    }
}
