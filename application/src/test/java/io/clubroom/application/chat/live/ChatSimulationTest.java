package io.clubroom.application.chat.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The engine keeps the chat's promises whatever fails. Simulates thousands of runs of up to four nodes and fifty clients, each drawn from
 * its seed, and looks for broken promises ({@link Checks}).
 *
 * <p>{@code -Dsimulation.runs=1000000} makes more runs, {@code -Dsimulation.first=2001} begins with another seed, and {@code
 * -Dsimulation.seed=17} repeats one run.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatSimulationTest {
    private static final long RUNS = Long.getLong("simulation.runs", 2_000);
    private static final long FIRST = Long.getLong("simulation.first", 1);
    private static final @Nullable Long SEED = Long.getLong("simulation.seed");

    private static final int PORTION = 10_000;
    private static final int ENOUGH_FAILURES = 10;
    private static final int SHOWN_TRACE = 400;

    private final Coverage coverage = new Coverage();
    private final NavigableMap<Long, Violation> broken = new ConcurrentSkipListMap<>();

    @BeforeAll
    void simulate() {
        if (SEED != null) {
            simulate(SEED);
            return;
        }
        long end = FIRST + RUNS;
        for (long from = FIRST; from < end && broken.size() < ENOUGH_FAILURES; from += PORTION) {
            LongStream.range(from, Math.min(from + PORTION, end)).parallel().forEach(this::simulate);
            if (RUNS > PORTION) {
                System.out.println(
                        "Simulated up to seed " + Math.min(from + PORTION, end) + ", failed: " + broken.keySet());
            }
        }
    }

    private void simulate(long seed) {
        Simulation.Outcome outcome = Simulation.run(Plan.of(seed), false);
        coverage.add(outcome.coverage());
        if (outcome.violation() != null) {
            broken.put(seed, outcome.violation());
        }
    }

    @Test
    void the_promises_are_kept_whatever_fails() {
        if (!broken.isEmpty()) {
            long seed = broken.firstKey();
            fail("%s%n%nThese seeds fail: %s", report(seed, broken.firstEntry().getValue()), broken.keySet());
        }
    }

    /** Seeds that once found faults of the engine, of the checks, or of the way in which nodes are told that a room was deleted. */
    @ParameterizedTest
    @ValueSource(longs = {5, 6, 16, 32, 38, 342, 359, 5827, 31694, 471480})
    void faults_that_were_found_once_are_not_found_again(long seed) {
        Violation violation = Simulation.run(Plan.of(seed), false).violation();

        if (violation != null) {
            fail(report(seed, violation));
        }
    }

    @Test
    void the_same_seed_makes_the_same_run() {
        LongStream.range(FIRST, FIRST + 20)
                .forEach(seed -> assertThat(Simulation.run(Plan.of(seed), true).trace())
                        .isEqualTo(Simulation.run(Plan.of(seed), true).trace()));
    }

    @Test
    void everything_happens_often() {
        assumeTrue(SEED == null && RUNS >= 2_000, "enough runs");
        List<String> expected = new ArrayList<>();
        Arrays.stream(Input.class.getPermittedSubclasses())
                .map(Class::getSimpleName)
                .forEach(expected::add);
        Arrays.stream(Effect.class.getPermittedSubclasses())
                .filter(type -> type != Effect.Fault.class)
                .map(Class::getSimpleName)
                .forEach(expected::add);
        assertThat(expected)
                .allSatisfy(what -> assertThat(coverage.of(what)).as(what).isGreaterThan(RUNS / 10));
        assertThat(Coverage.SITUATIONS)
                .allSatisfy(what -> assertThat(coverage.of(what)).as(what).isGreaterThan(RUNS / 100));
    }

    /** The seed, the smallest plan that still fails, and what happens then. */
    private static String report(long seed, Violation violation) {
        Plan plan = Shrinker.shrink(Plan.of(seed), violation);
        Simulation.Outcome outcome = Simulation.run(plan, true);
        StringBuilder report = new StringBuilder("Seed " + seed + ": " + violation.getMessage() + "\n\n");
        if (violation.getCause() != null) {
            report.append(Arrays.toString(violation.getCause().getStackTrace()).replace(", ", "\n  "))
                    .append("\n\n");
        }
        report.append("The smallest plan that breaks this promise, with ")
                .append(plan.nodes())
                .append(" nodes and ")
                .append(plan.limits())
                .append(":\n");
        plan.stimuli().forEach(stimulus -> report.append(stimulus).append('\n'));
        report.append("\nWhat happens:\n");
        List<String> trace = outcome.trace();
        trace.subList(Math.max(0, trace.size() - SHOWN_TRACE), trace.size())
                .forEach(line -> report.append(line).append('\n'));
        return report.append(
                        outcome.violation() == null ? "" : outcome.violation().getMessage())
                .toString();
    }
}
