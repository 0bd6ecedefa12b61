package io.clubroom.bcrypt;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.password.HashRequester;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.password.PasswordHasher;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.jspecify.annotations.Nullable;

/** Hashes passwords with Bouncy Castle's bcrypt, on a bounded number of threads with a bounded queue that is shared fairly. */
public final class BcryptPasswordHasher implements PasswordHasher, MeterBinder, AutoCloseable {
    /** The length of the queue for each thread: about eight seconds of work at cost 12. */
    public static final int DEFAULT_QUEUE_PER_THREAD = 32;

    /** The version of new hashes. {@code 2a} and {@code 2y} are verified too; {@code 2y} is outdated because not every implementation reads it. */
    private static final String VERSION = "2b";

    private static final String OUTDATED_VERSION = "2y";

    private static final int MAX_PASSWORD_BYTES = 72;
    private static final int SALT_BYTES = 16;

    /** The modular crypt format: version, cost, 22 digits of salt, 31 digits of hash. */
    private static final Pattern FORMAT =
            Pattern.compile("\\$(2[aby])\\$(0[4-9]|[12][0-9]|3[01])\\$([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})");

    /** bcrypt's own Base64 digits. */
    private static final String DIGITS = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final int cost;
    private final SecureRandom random = new SecureRandom();
    private final HashingThreads threads;
    private final AtomicLong refused = new AtomicLong();

    /**
     * @param cost the base-2 logarithm of the number of rounds, 4 to 31
     * @param threads the number of hashes computed at once
     * @param queue the number of hashes that may wait
     */
    public BcryptPasswordHasher(int cost, int threads, int queue) {
        this(cost, new HashingThreads(threads, queue));
    }

    BcryptPasswordHasher(int cost, HashingThreads threads) {
        this.cost = cost;
        this.threads = threads;
    }

    /** A hasher that leaves one core, if there is more than one, to all other work. */
    public static BcryptPasswordHasher forThisMachine(int cost) {
        int threads = threadsFor(Runtime.getRuntime().availableProcessors());
        return new BcryptPasswordHasher(cost, threads, threads * DEFAULT_QUEUE_PER_THREAD);
    }

    static int threadsFor(int cores) {
        return Math.max(1, cores - 1);
    }

    @Override
    public void requireCapacity() {
        if (threads.isFullFor(HashRequester.current())) {
            throw full(null);
        }
    }

    @Override
    public PasswordHash hash(Password password) {
        byte[] bytes = bytes(password);
        if (bytes.length > MAX_PASSWORD_BYTES) {
            throw new IllegalArgumentException("bcrypt reads at most " + MAX_PASSWORD_BYTES + " bytes of a password");
        }
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new PasswordHash(compute(() -> OpenBSDBCrypt.generate(VERSION, bytes, salt, cost)));
    }

    @Override
    public boolean verify(Password password, @Nullable PasswordHash hash) {
        String expected = hash == null ? null : canonical(hash.value());
        // Longer passwords are cut at 72 bytes, as older programs did.
        byte[] bytes = bytes(password);
        return compute(() -> {
            if (expected != null) {
                return matches(bytes, expected);
            }
            // Takes as long as comparing with a real hash.
            OpenBSDBCrypt.checkPassword(decoy(cost), bytes);
            return false;
        });
    }

    private boolean matches(byte[] password, String expected) {
        if (OpenBSDBCrypt.checkPassword(expected, password)) {
            return true;
        }
        // A hash of a lower cost is compared sooner, and the time must not tell that there is one. The rounds of these
        // decoys add up to
        // the difference.
        for (int lower = costOf(expected); lower < cost; lower++) {
            OpenBSDBCrypt.checkPassword(decoy(lower), password);
        }
        return false;
    }

    private static int costOf(String hash) {
        return Integer.parseInt(hash.substring(4, 6));
    }

    private static String decoy(int cost) {
        return "$" + VERSION + "$" + (cost < 10 ? "0" : "") + cost + "$" + ".".repeat(53);
    }

    @Override
    public boolean isOutdated(PasswordHash hash) {
        Matcher parts = FORMAT.matcher(hash.value());
        return !parts.matches() || parts.group(1).equals(OUTDATED_VERSION) || Integer.parseInt(parts.group(2)) != cost;
    }

    /** Registers gauges and counters of the hashes. */
    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("clubroom.password.hashes.computing", threads, HashingThreads::computing)
                .description("Password hashes being computed")
                .register(meters);
        Gauge.builder("clubroom.password.hashes.waiting", threads, HashingThreads::waiting)
                .description("Password hashes waiting in the queue")
                .register(meters);
        FunctionCounter.builder("clubroom.password.hashes.computed", threads, HashingThreads::computed)
                .description("Password hashes computed")
                .register(meters);
        FunctionCounter.builder("clubroom.password.hashes.refused", refused, AtomicLong::get)
                .description("Password hashes refused because the queue was full")
                .register(meters);
        FunctionCounter.builder("clubroom.password.hashes.displaced", threads, HashingThreads::displaced)
                .description(
                        "Refused password hashes that had waited until a client with fewer of them needed the place")
                .register(meters);
        Gauge.builder("clubroom.password.hashes.requesters", threads, HashingThreads::requesters)
                .description("Client addresses and users whose password hashes wait or are being computed")
                .register(meters);
    }

    /** Finishes the hashes that have been accepted; later ones are refused. */
    @Override
    public void close() {
        threads.close();
    }

    /**
     * The hash with the unused bits of its salt's and its digest's last digit cleared, or null if it is malformed. Some implementations leave
     * these bits set, and Bouncy Castle compares texts.
     */
    private static @Nullable String canonical(String hash) {
        Matcher parts = FORMAT.matcher(hash);
        if (!parts.matches()) {
            return null;
        }
        return hash.substring(0, parts.start(3)) + cleared(parts.group(3), 4) + cleared(parts.group(4), 2);
    }

    private static String cleared(String digits, int unusedBits) {
        int last = digits.length() - 1;
        int value = DIGITS.indexOf(digits.charAt(last)) >> unusedBits << unusedBits;
        return digits.substring(0, last) + DIGITS.charAt(value);
    }

    private static byte[] bytes(Password password) {
        return password.reveal().getBytes(StandardCharsets.UTF_8);
    }

    private <T> T compute(Supplier<T> hash) {
        try {
            return threads.compute(HashRequester.current(), hash);
        } catch (RejectedExecutionException rejected) {
            throw full(rejected);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw busy("interrupted while waiting for a password hash", interrupted);
        }
    }

    private Unavailable full(@Nullable Exception cause) {
        refused.incrementAndGet();
        return busy("too many password hashes are waiting", cause);
    }

    private static Unavailable busy(String message, @Nullable Exception cause) {
        return new Unavailable(Unavailable.What.CAPACITY, RETRY_AFTER, message, cause);
    }
}
