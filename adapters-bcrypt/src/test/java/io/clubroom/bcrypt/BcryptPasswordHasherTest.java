package io.clubroom.bcrypt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.password.HashRequester;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordHash;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(180)
class BcryptPasswordHasherTest {
    private static final Password PASSWORD = new Password("SecurePass123");

    /** A hash of {@link #PASSWORD} from another implementation. */
    private static final String FOREIGN = "$04$abcdefghijklmnopqrstuunniK.Ctp8u9XoQIQPYq40ffa7hG1Ux.";

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

    /** The test vectors of crypt_blowfish by Solar Designer, which every implementation uses. */
    @ParameterizedTest
    @CsvSource({
        "U*U, $2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW",
        "U*U*, $2a$05$CCCCCCCCCCCCCCCCCCCCC.VGOzA784oUp/Z0DY336zx7pLYAy0lwK",
        "U*U*U, $2a$05$XXXXXXXXXXXXXXXXXXXXXOAcXxm9kjPGEMsLznoKqmqw7tc8WCx4a",
        "'', $2a$05$CCCCCCCCCCCCCCCCCCCCC.7uG0VCzI2bS7j6ymqJi9CdcdxiRTWNy",
        "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789chars after 72 are ignored, "
                + "$2a$05$abcdefghijklmnopqrstuu5s2v8.iXieOjg/.AySBTTZIIVFJeBui"
    })
    void verifies_the_published_vectors(String password, String hash) {
        assertThat(hasher.verify(new Password(password), new PasswordHash(hash)))
                .isTrue();
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
        try (var slow = new BcryptPasswordHasher(10, 1, 1);
                var cheaper = new BcryptPasswordHasher(9, 1, 1);
                var cheap = new BcryptPasswordHasher(6, 1, 1)) {
            PasswordHash hash = slow.hash(PASSWORD);
            PasswordHash older = cheaper.hash(PASSWORD);
            PasswordHash oldest = cheap.hash(PASSWORD);
            slow.verify(PASSWORD, hash);

            long with = Long.MAX_VALUE;
            long without = Long.MAX_VALUE;
            long malformed = Long.MAX_VALUE;
            long withOlder = Long.MAX_VALUE;
            long withOldest = Long.MAX_VALUE;
            // The minimum of several alternating runs, because other work on the machine slows some of them down.
            for (int i = 0; i < 5; i++) {
                with = Math.min(with, effort(() -> slow.verify(new Password("SecurePass124"), hash)));
                without = Math.min(without, effort(() -> slow.verify(PASSWORD, null)));
                malformed = Math.min(malformed, effort(() -> slow.verify(PASSWORD, new PasswordHash("nonsense"))));
                withOlder = Math.min(withOlder, effort(() -> slow.verify(new Password("SecurePass124"), older)));
                withOldest = Math.min(withOldest, effort(() -> slow.verify(new Password("SecurePass124"), oldest)));
            }

            assertThat(without).isBetween(with / 2, with * 2);
            assertThat(malformed).isBetween(with / 2, with * 2);
            assertThat(withOlder).as("a hash of half the cost").isBetween(with * 3 / 4, with * 3 / 2);
            assertThat(withOldest).as("a hash of a 16th of the cost").isBetween(with / 2, with * 2);
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
    void refuses_at_once_when_the_queue_is_full_and_says_when_to_come_back() {
        CountDownLatch finish = new CountDownLatch(1);
        try (var full = new BcryptPasswordHasher(4, occupied(0, finish))) {
            for (ThrowingCallable call : List.<ThrowingCallable>of(
                    full::requireCapacity, () -> full.hash(PASSWORD), () -> full.verify(PASSWORD, null))) {
                assertThatThrownBy(call).asInstanceOf(type(Unavailable.class)).satisfies(busy -> {
                    assertThat(busy.what()).isEqualTo(Unavailable.What.CAPACITY);
                    assertThat(busy.retryAfter().toSeconds()).isBetween(1L, 2L);
                });
            }
            assertThat(counter(metersOf(full), "refused")).isEqualTo(3);
            finish.countDown();
        }
    }

    @Test
    void an_interrupted_caller_is_told_that_the_hasher_is_busy_and_stays_interrupted() {
        CountDownLatch finish = new CountDownLatch(1);
        try (var waiting = new BcryptPasswordHasher(4, occupied(1, finish))) {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> waiting.hash(PASSWORD)).isInstanceOf(Unavailable.class);
            assertThat(Thread.interrupted()).isTrue();
            waiting.requireCapacity();
            finish.countDown();
        }
    }

    @Test
    void counts_the_hashes_computed() {
        var meters = metersOf(hasher);

        hasher.verify(PASSWORD, new PasswordHash("$2b" + FOREIGN));
        hasher.hash(PASSWORD);

        assertThat(counter(meters, "computed")).isEqualTo(2);
        assertThat(counter(meters, "refused")).isZero();
        assertThat(meters.get("clubroom.password.hashes.computing").gauge()).isNotNull();
        assertThat(meters.get("clubroom.password.hashes.waiting").gauge()).isNotNull();
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

    /** A hashing thread with a queue of this length, occupied until the latch opens. */
    private static HashingThreads occupied(int queue, CountDownLatch finish) {
        HashingThreads threads = new HashingThreads(1, queue);
        Thread.ofVirtual().start(() -> computeAfter(finish, threads));
        while (threads.computing() == 0) {
            Thread.onSpinWait();
        }
        return threads;
    }

    private static void computeAfter(CountDownLatch finish, HashingThreads threads) {
        try {
            threads.compute(HashRequester.current(), () -> {
                try {
                    finish.await();
                } catch (InterruptedException interrupted) {
                    throw new IllegalStateException(interrupted);
                }
                return "hash";
            });
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static double counter(MeterRegistry meters, String name) {
        return meters.get("clubroom.password.hashes." + name).functionCounter().count();
    }

    /** The CPU time that the hashing threads spend on this, in nanoseconds; unlike wall time, it is the same on a busy machine. */
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
