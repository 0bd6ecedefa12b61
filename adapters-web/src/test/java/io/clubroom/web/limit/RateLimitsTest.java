package io.clubroom.web.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.UserId;
import io.clubroom.testkit.Race;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RateLimitsTest {
    private static final LimitSettings DEFAULTS = new LimitSettings(true, 1200, 1200, 10, 100, 60, 20, 20, 10, 300, 20);

    private static final InetAddress HOME = address("203.0.113.1");

    // A monotonic clock with an arbitrary start.
    private final AtomicLong nanoTime = new AtomicLong(-Duration.ofMinutes(10).toNanos());
    private final RateLimits limits = limits(DEFAULTS);

    private RateLimits limits(LimitSettings settings) {
        return new RateLimits(settings, nanoTime::get);
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.getByName(text);
        } catch (UnknownHostException noAddress) {
            throw new AssertionError(noAddress);
        }
    }

    private void pass(Duration time) {
        nanoTime.addAndGet(time.toNanos());
    }

    private static void assertPass(int count, Supplier<QuotaStatus> request) {
        for (int i = 1; i <= count; i++) {
            QuotaStatus status = request.get();
            assertThat(status.passed()).as("request " + i).isTrue();
            assertThat(status.remaining()).isEqualTo(count - i);
        }
        assertThat(request.get().passed()).as("request " + (count + 1)).isFalse();
    }

    @Test
    void ten_logins_to_an_account_from_an_address_pass_in_a_minute_but_not_the_eleventh() {
        Email email = new Email("john@example.com");

        assertPass(10, () -> limits.loginTo(email, HOME));
        pass(Duration.ofSeconds(59));
        assertThat(limits.loginTo(email, HOME).passed()).isFalse();
        pass(Duration.ofSeconds(1));
        assertPass(10, () -> limits.loginTo(email, HOME));
    }

    @Test
    void a_higher_limit_for_one_address_holds_for_all_together() {
        RateLimits relaxed = limits(new LimitSettings(true, 1200, 1200, 150, 100, 60, 20, 20, 10, 300, 20));

        assertPass(150, () -> relaxed.loginTo(new Email("john@example.com")));
    }

    @Test
    void every_address_has_its_own_quota_of_logins_to_an_account() {
        Email email = new Email("john@example.com");

        assertPass(10, () -> limits.loginTo(email, HOME));
        assertPass(10, () -> limits.loginTo(email, address("203.0.113.2")));
        assertPass(10, () -> limits.loginTo(email, address("2001:db8:0:1::1")));
        assertThat(limits.loginTo(email, address("2001:db8:0:1::2")).passed())
                .as("another address of the same /64 network")
                .isFalse();
        assertPass(10, () -> limits.loginTo(new Email("jane@example.com"), HOME));
    }

    @Test
    void the_other_limits_are_as_documented() {
        InetAddress address = address("203.0.113.1");
        UserId user = new UserId(UUID.randomUUID());

        assertPass(60, () -> limits.loginOf(address));
        assertPass(100, () -> limits.loginTo(new Email("john@example.com")));
        assertPass(20, () -> limits.registrationOf(address));
        assertPass(20, () -> limits.nameChangeOf(address));
        assertPass(300, () -> limits.passwordOf(address));
        assertPass(300, () -> limits.passwordOf(user));
        assertPass(40, () -> limits.messageOf(user));
        assertPass(1200, () -> limits.requestOf(address));
        assertPass(1200, () -> limits.requestOf(user));
        assertPass(10, () -> limits.passwordChangeOf(user));
        pass(Duration.ofMinutes(1));
        assertPass(60, () -> limits.loginOf(address));
        assertThat(limits.registrationOf(address).passed()).isFalse();
        assertThat(limits.nameChangeOf(address).passed()).isFalse();
        pass(Duration.ofMinutes(59));
        assertPass(20, () -> limits.nameChangeOf(address));
        assertPass(20, () -> limits.registrationOf(address));
    }

    @Test
    void a_refused_request_passes_after_the_retry_time() {
        Email email = new Email("john@example.com");
        for (int i = 0; i < 10; i++) {
            limits.loginTo(email, HOME);
            pass(Duration.ofMillis(1100));
        }

        QuotaStatus refused = limits.loginTo(email, HOME);
        assertThat(refused.passed()).isFalse();
        assertThat(refused.secondsToReset()).isEqualTo(49);
        pass(Duration.ofSeconds(refused.secondsToReset()));

        assertThat(limits.loginTo(email, HOME).passed()).isTrue();
    }

    @Test
    void the_headers_follow_the_ietf_draft() {
        QuotaStatus status = limits.requestOf(address("203.0.113.1"));

        assertThat(status.limit().policy()).isEqualTo("\"default\";q=1200;w=60");
        assertThat(status.rateLimit()).isEqualTo("\"default\";r=1199;t=60");
        pass(Duration.ofMillis(30_500));
        assertThat(limits.requestOf(address("203.0.113.1")).rateLimit()).isEqualTo("\"default\";r=1198;t=30");
    }

    /** Any window admits at least the quota and at most twice the quota. */
    @Property(tries = 200)
    void a_client_within_its_quota_is_never_refused(
            @ForAll @Size(min = 1, max = 100) List<@IntRange(max = 20_000) Integer> pausesInMillis) {
        Limit limit = new Limit("test", 10, Duration.ofMinutes(1), nanoTime::get);
        LimitKey key = new LimitKey(1, 2);
        ArrayDeque<Long> passed = new ArrayDeque<>();
        long minute = Duration.ofMinutes(1).toNanos();
        for (int pause : pausesInMillis) {
            pass(Duration.ofMillis(pause));
            long now = nanoTime.get();
            while (!passed.isEmpty() && now - passed.getFirst() >= minute) {
                passed.removeFirst();
            }
            if (limit.take(key).passed()) {
                passed.add(now);
            } else {
                assertThat(passed).hasSizeGreaterThanOrEqualTo(10);
            }
            assertThat(passed).hasSizeLessThanOrEqualTo(20);
        }
    }

    @Test
    void the_case_of_an_account_is_ignored_and_its_address_is_not_stored() {
        limits.loginTo(new Email("john@example.com"), HOME);
        limits.loginTo(new Email("john@example.com"));

        assertThat(limits.loginTo(new Email("John@Example.COM"), HOME).remaining())
                .isEqualTo(8);
        assertThat(limits.loginTo(new Email("jane@example.com"), HOME).remaining())
                .isEqualTo(9);
        assertThat(limits.loginTo(new Email("John@Example.COM")).remaining()).isEqualTo(98);
        limits.loginTo(new Email("İnfo@example.com"), HOME);
        assertThat(limits.loginTo(new Email("INFO@example.com"), HOME).remaining())
                .isEqualTo(8);
        byte[] salt = {1};
        assertThat(LimitKey.of(new Email("john@example.com"), salt))
                .isNotEqualTo(LimitKey.of(new Email("john@example.com"), new byte[] {2}));
    }

    @Test
    void all_addresses_of_an_ipv6_64_network_are_one_client() {
        limits.requestOf(address("2001:db8:0:1::1"));

        assertThat(limits.requestOf(address("2001:db8:0:1:ffff::2")).remaining())
                .isEqualTo(1198);
        assertThat(limits.requestOf(address("2001:db8:0:2::1")).remaining()).isEqualTo(1199);
        assertThat(limits.requestOf(address("203.0.113.1")).remaining()).isEqualTo(1199);
        assertThat(limits.requestOf(address("203.0.113.2")).remaining()).isEqualTo(1199);
    }

    @Test
    void exactly_the_quota_of_concurrent_requests_passes() {
        InetAddress address = address("203.0.113.1");

        List<QuotaStatus> statuses = Race.of(80, _ -> limits.loginOf(address));

        assertThat(statuses).filteredOn(QuotaStatus::passed).hasSize(60);
    }

    @Test
    void any_number_of_clients_uses_bounded_memory() {
        Limit limit = new Limit("test", 10, Duration.ofMinutes(1), nanoTime::get);
        LimitKey hammering = new LimitKey(0, -1);
        for (int i = 0; i < 3 * Limit.MAX_KEYS; i++) {
            limit.take(new LimitKey(i, i));
            if (i % 10 == 0) {
                limit.take(hammering);
            }
        }

        assertThat(limit.size()).isLessThanOrEqualTo(Limit.MAX_KEYS);
        assertThat(limit.take(hammering).passed())
                .as("frequent clients are not evicted")
                .isFalse();
        pass(Duration.ofMinutes(1));
        assertThat(limit.size()).isZero();
    }
}
