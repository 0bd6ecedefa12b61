package io.clubroom.bcrypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordHash;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class BcryptPasswordHasherTest {
    private static final Password PASSWORD = new Password("SecurePass123");

    /** Of {@link #PASSWORD}, made by another implementation. */
    private static final String FOREIGN = "$04$abcdefghijklmnopqrstuunniK.Ctp8u9XoQIQPYq40ffa7hG1Ux.";

    /** A cost with which no hash is done before the test is. */
    private static final int ENDLESS = 31;

    private final BcryptPasswordHasher hasher = new BcryptPasswordHasher(4, 2, 16);

    @AfterEach
    void close() {
        hasher.close();
    }

    @Test
    void hashes_in_the_format_of_the_widespread_libraries() {
        assertThat(hasher.hash(PASSWORD).value()).matches("\\$2b\\$04\\$[./A-Za-z0-9]{53}");
    }

    @Test
    void two_hashes_of_one_password_differ() {
        assertThat(hasher.hash(PASSWORD)).isNotEqualTo(hasher.hash(PASSWORD));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$2a", "$2b", "$2y"})
    void verifies_what_another_implementation_hashed(String version) {
        PasswordHash hash = new PasswordHash(version + FOREIGN);

        assertThat(hasher.verify(PASSWORD, hash)).isTrue();
        assertThat(hasher.verify(new Password("SecurePass124"), hash)).isFalse();
    }

    @Test
    void verifies_a_long_password_of_which_the_hash_was_made_of_the_first_72_bytes() {
        PasswordHash hash = new PasswordHash("$2b$04$abcdefghijklmnopqrstuup.2K/8PMjK/PiXuIMVc9sIixtwIfaUy");

        assertThat(hasher.verify(new Password("A1" + "b".repeat(70)), hash)).isTrue();
        assertThat(hasher.verify(new Password("A1" + "b".repeat(98)), hash)).isTrue();
        assertThat(hasher.verify(new Password("A1" + "b".repeat(69)), hash)).isFalse();
    }

    @Test
    void cuts_between_bytes_and_not_between_characters() {
        PasswordHash hash = new PasswordHash("$2b$04$abcdefghijklmnopqrstuucfKCsbeKGhzqVOczQCtpBpDd6ZzwQGm");

        assertThat(hasher.verify(new Password("Aa1" + "é".repeat(40)), hash)).isTrue();
    }

    /** Hashes of Correct-Horse-9: as it is usually written, and with bits set behind the salt and behind the hash. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "$2b$04$......................KuCN0y0CdjqrcGL3jB1B.fa.YTuj78m",
                "$2b$04$...................../KuCN0y0CdjqrcGL3jB1B.fa.YTuj78m",
                "$2b$04$......................KuCN0y0CdjqrcGL3jB1B.fa.YTuj78n",
            })
    void bits_that_mean_nothing_do_not_matter(String hash) {
        assertThat(hasher.verify(new Password("Correct-Horse-9"), new PasswordHash(hash)))
                .isTrue();
        assertThat(hasher.verify(new Password("Correct-Horse-8"), new PasswordHash(hash)))
                .isFalse();
    }

    @Test
    void refuses_to_hash_what_bcrypt_would_cut() {
        assertThatThrownBy(() -> hasher.hash(new Password("A1" + "b".repeat(71))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("bbb");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SecurePass123",
                "$2b$04$",
                "$2b$03$abcdefghijklmnopqrstuunniK.Ctp8u9XoQIQPYq40ffa7hG1Ux.",
                "$2b$99$abcdefghijklmnopqrstuunniK.Ctp8u9XoQIQPYq40ffa7hG1Ux.",
                "$2b$04$abcdefghijklmnopqrstuunniK.Ctp8u9XoQIQPYq40ffa7hG1U!!",
                "$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$RdescudvJCsgt3ub+b4dWRWJTmaaJObG",
            })
    void no_password_fits_a_malformed_hash(String malformed) {
        assertThat(hasher.verify(PASSWORD, new PasswordHash(malformed))).isFalse();
        assertThat(hasher.isOutdated(new PasswordHash(malformed))).isTrue();
    }

    @Test
    void no_password_fits_without_a_hash_not_even_the_empty_one() {
        assertThat(hasher.verify(PASSWORD, null)).isFalse();
        assertThat(hasher.verify(new Password(""), null)).isFalse();
    }

    @Test
    void finding_out_that_there_is_no_hash_is_as_much_work_as_comparing_with_one() {
        try (var slow = new BcryptPasswordHasher(10, 1, 1)) {
            PasswordHash hash = slow.hash(PASSWORD);
            slow.verify(PASSWORD, hash);

            long with = Long.MAX_VALUE;
            long without = Long.MAX_VALUE;
            long malformed = Long.MAX_VALUE;
            // The least of several, in turns: what the machine takes for itself may be added to some.
            for (int i = 0; i < 5; i++) {
                with = Math.min(with, effort(() -> slow.verify(new Password("SecurePass124"), hash)));
                without = Math.min(without, effort(() -> slow.verify(PASSWORD, null)));
                malformed = Math.min(malformed, effort(() -> slow.verify(PASSWORD, new PasswordHash("nonsense"))));
            }

            assertThat(without).isBetween(with / 2, with * 2);
            assertThat(malformed).isBetween(with / 2, with * 2);
        }
    }

    @Test
    void a_hash_of_another_cost_or_version_is_outdated() {
        assertThat(hasher.isOutdated(new PasswordHash("$2a" + FOREIGN))).isFalse();
        assertThat(hasher.isOutdated(new PasswordHash("$2b" + FOREIGN))).isFalse();
        assertThat(hasher.isOutdated(hasher.hash(PASSWORD))).isFalse();
        assertThat(hasher.isOutdated(new PasswordHash("$2y" + FOREIGN))).isTrue();
        assertThat(hasher.isOutdated(new PasswordHash("$2b" + FOREIGN.replace("$04", "$05"))))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 2", "64, 63"})
    void leaves_a_core_to_everything_else(int cores, int threads) {
        assertThat(BcryptPasswordHasher.threadsFor(cores)).isEqualTo(threads);
    }

    @Test
    void computes_two_and_lets_one_wait_and_refuses_the_others_at_once_however_close_they_come() throws Exception {
        int callers = 12;
        CountDownLatch start = new CountDownLatch(1);
        try (var slow = new BcryptPasswordHasher(ENDLESS, 1, 1);
                var threads = Executors.newFixedThreadPool(callers)) {
            var answers = new ExecutorCompletionService<PasswordHash>(threads);
            for (int i = 0; i < callers; i++) {
                answers.submit(() -> {
                    start.await();
                    return slow.hash(PASSWORD);
                });
            }
            start.countDown();
            for (int refused = 0; refused < callers - 3; refused++) {
                assertThatThrownBy(answers.take()::get)
                        .cause()
                        .asInstanceOf(type(Unavailable.class))
                        .satisfies(busy -> {
                            assertThat(busy.what()).isEqualTo(Unavailable.What.CAPACITY);
                            assertThat(busy.retryAfter().toSeconds()).isBetween(1L, 2L);
                        });
            }
            var meters = metersOf(slow);
            awaitGauge(meters, "computing", 2);
            awaitGauge(meters, "waiting", 1);
            assertThat(answers.poll()).isNull();
            threads.shutdownNow();
        }
    }

    @Test
    void whoever_is_interrupted_gives_up_their_place_in_the_queue() throws Exception {
        try (var slow = new BcryptPasswordHasher(ENDLESS, 1, 1)) {
            var meters = metersOf(slow);
            List<Caller> computed = List.of(new Caller(slow), new Caller(slow));
            awaitGauge(meters, "computing", 2);
            Caller waiting = new Caller(slow);
            awaitGauge(meters, "waiting", 1);

            waiting.interrupt();

            assertThat(waiting.outcome())
                    .asInstanceOf(type(Unavailable.class))
                    .extracting(Unavailable::what)
                    .isEqualTo(Unavailable.What.CAPACITY);
            assertThat(waiting.staysInterrupted).isTrue();
            assertThat(gauge(meters, "waiting")).isZero();
            slow.requireCapacity();
            computed.forEach(Caller::interrupt);
        }
    }

    @Test
    void what_nobody_waits_for_any_more_is_not_computed_to_its_end() throws Exception {
        try (var slow = new BcryptPasswordHasher(ENDLESS, 1, 1)) {
            var meters = metersOf(slow);
            Caller first = new Caller(slow);
            awaitGauge(meters, "computing", 1);
            Caller second = new Caller(slow);
            awaitGauge(meters, "computing", 2);

            first.interrupt();
            awaitGauge(meters, "computing", 1);
            second.interrupt();
            awaitGauge(meters, "computing", 0);

            assertThat(computedBy(meters)).isZero();
        }
    }

    @Test
    void a_thread_computes_two_at_a_time_and_each_gets_its_own() throws Exception {
        try (var slow = new BcryptPasswordHasher(ENDLESS, 1, 3)) {
            var meters = metersOf(slow);
            Caller endless = new Caller(slow);
            awaitGauge(meters, "computing", 1);

            assertThat(slow.verify(PASSWORD, new PasswordHash("$2b" + FOREIGN))).isTrue();
            assertThat(slow.verify(new Password("SecurePass124"), new PasswordHash("$2b" + FOREIGN)))
                    .isFalse();
            assertThat(computedBy(meters)).isEqualTo(2);
            endless.interrupt();
        }
    }

    @Test
    void shows_how_many_hashes_are_computed_and_wait_and_were_refused() throws Exception {
        var slow = new BcryptPasswordHasher(ENDLESS, 1, 1);
        var meters = metersOf(slow);
        try (slow) {
            slow.requireCapacity();
            List<Caller> computed = List.of(new Caller(slow), new Caller(slow));
            awaitGauge(meters, "computing", 2);
            Caller waiting = new Caller(slow);
            awaitGauge(meters, "waiting", 1);

            assertThatThrownBy(() -> slow.hash(PASSWORD)).isInstanceOf(Unavailable.class);
            assertThatThrownBy(slow::requireCapacity)
                    .asInstanceOf(type(Unavailable.class))
                    .extracting(Unavailable::what)
                    .isEqualTo(Unavailable.What.CAPACITY);

            assertThat(meters.get("clubroom.password.hashes.refused")
                            .functionCounter()
                            .count())
                    .isEqualTo(2);
            waiting.interrupt();
            computed.forEach(Caller::interrupt);
            awaitGauge(meters, "computing", 0);
            slow.verify(PASSWORD, new PasswordHash("$2b" + FOREIGN));
        }

        assertThat(gauge(meters, "computing")).isZero();
        assertThat(gauge(meters, "waiting")).isZero();
        assertThat(computedBy(meters)).isEqualTo(1);
    }

    @Test
    void after_its_end_it_is_unavailable() {
        hasher.close();

        assertThatThrownBy(() -> hasher.verify(PASSWORD, null)).isInstanceOf(Unavailable.class);
    }

    private static SimpleMeterRegistry metersOf(BcryptPasswordHasher hasher) {
        var meters = new SimpleMeterRegistry();
        hasher.bindTo(meters);
        return meters;
    }

    private static double gauge(MeterRegistry meters, String what) {
        return meters.get("clubroom.password.hashes." + what).gauge().value();
    }

    private static double computedBy(MeterRegistry meters) {
        return meters.get("clubroom.password.hashes.computed").functionCounter().count();
    }

    private static void awaitGauge(MeterRegistry meters, String what, double value) {
        while (gauge(meters, what) != value) {
            assertThat(Thread.currentThread().isInterrupted())
                    .as("at the end of the time for this test, still other than %s: %s", value, what)
                    .isFalse();
            Thread.onSpinWait();
        }
    }

    /** Somebody who wants a password hashed. */
    private static final class Caller {
        private final Thread thread;
        private volatile @Nullable Throwable failure;
        private volatile boolean staysInterrupted;

        Caller(BcryptPasswordHasher hasher) {
            this.thread = Thread.ofPlatform().start(() -> {
                try {
                    hasher.hash(PASSWORD);
                } catch (Unavailable interrupted) {
                    failure = interrupted;
                    staysInterrupted = Thread.currentThread().isInterrupted();
                }
            });
        }

        void interrupt() {
            thread.interrupt();
        }

        @Nullable
        Throwable outcome() throws InterruptedException {
            thread.join();
            return failure;
        }
    }

    /** The CPU time that this takes the hashing threads, in nanoseconds: unlike the time that passes, it is the same on a busy machine. */
    private static long effort(Runnable work) {
        long before = spentOnHashing();
        work.run();
        return spentOnHashing() - before;
    }

    private static long spentOnHashing() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.dumpAllThreads(false, false, 0))
                .filter(thread -> thread.getThreadName().startsWith("bcrypt-"))
                .mapToLong(thread -> threads.getThreadCpuTime(thread.getThreadId()))
                .sum();
    }
}
