package io.clubroom.memory.user;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.Username;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.Rival;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(180)
class InMemoryNameClaimsTest {
    private final InMemoryNameClaims claims = new InMemoryNameClaims();

    private <R> R hold(String username, String email, Supplier<R> work) {
        return claims.hold(new Username(username), new Email(email), work);
    }

    @ParameterizedTest
    @CsvSource({
        "jsmith, mary@example.com",
        "JSmith, mary@example.com",
        "mary, john@example.com",
        "mary, JOHN@Example.com",
        "jsmith, john@example.com",
        "JSMİTH, mary@example.com"
    })
    void work_waits_for_other_work_with_the_same_name(String username, String email) {
        Rival<String> rival = hold("jsmith", "john@example.com", () -> {
            Rival<String> started = Rival.start(() -> hold(username, email, () -> "done"));
            started.assertHeldBack();
            return started;
        });

        assertThat(rival.result()).isEqualTo("done");
    }

    @ParameterizedTest
    @CsvSource({"mary, mary@example.com", "john, jsmith@example.com"})
    void work_with_other_names_does_not_wait(String username, String email) {
        String result = hold(
                "jsmith",
                "john@example.com",
                () -> Rival.start(() -> hold(username, email, () -> "done")).result());

        assertThat(result).isEqualTo("done");
    }

    @Test
    void a_name_is_free_after_work_that_failed() {
        RuntimeException failure = new IllegalStateException("on purpose");

        assertThatThrownBy(() -> hold("jsmith", "john@example.com", () -> {
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(hold("jsmith", "john@example.com", () -> "done")).isEqualTo("done");
    }

    @Test
    void work_with_crosswise_names_does_not_deadlock() {
        AtomicInteger running = new AtomicInteger();

        List<Integer> most = Race.of(
                16,
                i -> IntStream.range(0, 200)
                        .map(_ -> hold("user" + i % 2, "user" + i / 2 % 2 + "@example.com", () -> {
                            int now = running.incrementAndGet();
                            Thread.yield();
                            running.decrementAndGet();
                            return now;
                        }))
                        .max()
                        .orElseThrow());

        // At most two of the four pairs have no name in common.
        assertThat(most).allMatch(concurrent -> concurrent <= 2);
    }

    @Test
    void refuses_registrations_beyond_the_limit_for_one_name() throws Exception {
        CountDownLatch refused = new CountDownLatch(20);
        List<Rival<Optional<Unavailable>>> rivals = IntStream.rangeClosed(1, InMemoryNameClaims.MAX_CLAIMS + 20)
                .mapToObj(i -> Rival.start(() -> holdUntil(refused, "jsmith", "user" + i + "@example.com")))
                .toList();

        assertThat(rivals)
                .extracting(Rival::result)
                .filteredOn(Optional::isPresent)
                .hasSize(20)
                .allMatch(refusal -> refusal.orElseThrow().what() == Unavailable.What.CAPACITY);
        assertThat(hold("jsmith", "john@example.com", () -> "done")).isEqualTo("done");
    }

    /** Holds the names until all expected refusals have happened. */
    private Optional<Unavailable> holdUntil(CountDownLatch refused, String username, String email) {
        try {
            return hold(username, email, () -> {
                try {
                    refused.await();
                    return Optional.empty();
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
            });
        } catch (Unavailable unavailable) {
            refused.countDown();
            return Optional.of(unavailable);
        }
    }

    @Test
    void forgets_names_that_nobody_holds() {
        hold("jsmith", "john@example.com", () -> "done");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> hold("mary", "mary@example.com", () -> {
                    throw new IllegalStateException("on purpose");
                }));

        assertThat(claims.size()).isZero();
    }
}
