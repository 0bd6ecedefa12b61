package io.clubroom.bcrypt;

import io.clubroom.domain.Unavailable;
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
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.jspecify.annotations.Nullable;

/** Hashes passwords with bcrypt, on threads of its own with a short queue before them. */
public final class BcryptPasswordHasher implements PasswordHasher, MeterBinder, AutoCloseable {
    /** 2^12 rounds: about a quarter of a second on a core of today. */
    public static final int DEFAULT_COST = 12;

    /** How many may wait behind each thread: about eight seconds of work at the default cost. */
    public static final int DEFAULT_QUEUE_PER_THREAD = 32;

    /** What the widespread libraries write. Every version is read. */
    private static final String VERSION = "2b";

    private static final int SALT_BYTES = 16;

    /** More of a password bcrypt does not read. */
    private static final int MAX_BYTES = 72;

    /** A hash of nothing that anybody knows; whatever is compared with it takes the time of a real one. */
    private static final String DECOY = "$2b$%02d$" + "abcdefghijklmnopqrstuu" + ".".repeat(31);

    /** The digits of bcrypt's Base64. */
    private static final String DIGITS = "./ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    private static final int LAST_OF_SALT = 28;
    private static final int LAST_OF_HASH = 59;

    private static final Pattern HASH = Pattern.compile("\\$2([aby])\\$(0[4-9]|[12][0-9]|3[01])\\$[./A-Za-z0-9]{53}");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

    private final int cost;
    private final SecureRandom random = new SecureRandom();
    private final String decoy;
    private final ThreadPoolExecutor threads;
    private final AtomicLong refused = new AtomicLong();

    /**
     * @param cost the logarithm of the number of rounds, 4 to 31
     * @param threads how many hashes are computed at once
     * @param queue how many more may wait
     */
    public BcryptPasswordHasher(int cost, int threads, int queue) {
        this.cost = cost;
        this.threads = new ThreadPoolExecutor(
                threads,
                threads,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queue),
                Thread.ofPlatform().name("bcrypt-", 0).daemon().factory());
        this.decoy = DECOY.formatted(cost);
    }

    /** One that leaves a core, if there is more than one, to everything else. */
    public static BcryptPasswordHasher forThisMachine(int cost) {
        int threads = threadsFor(Runtime.getRuntime().availableProcessors());
        return new BcryptPasswordHasher(cost, threads, threads * DEFAULT_QUEUE_PER_THREAD);
    }

    static int threadsFor(int cores) {
        return Math.max(1, cores - 1);
    }

    @Override
    public void requireCapacity() {
        if (threads.getQueue().remainingCapacity() == 0) {
            throw full(null);
        }
    }

    @Override
    public PasswordHash hash(Password password) {
        byte[] bytes = password.reveal().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("bcrypt reads no more than " + MAX_BYTES + " bytes of a password");
        }
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new PasswordHash(await(new FutureTask<>(() -> OpenBSDBCrypt.generate(VERSION, bytes, salt, cost))));
    }

    @Override
    public boolean verify(Password password, @Nullable PasswordHash hash) {
        byte[] bytes = password.reveal().getBytes(StandardCharsets.UTF_8);
        String usable = hash != null && HASH.matcher(hash.value()).matches() ? canonical(hash.value()) : null;
        String compared = usable == null ? decoy : usable;
        // Old hashes of longer passwords were made of what fits, and so it is done here.
        boolean fits = await(new FutureTask<>(() -> OpenBSDBCrypt.checkPassword(compared, bytes)));
        return fits && usable != null;
    }

    @Override
    public boolean isOutdated(PasswordHash hash) {
        Matcher matcher = HASH.matcher(hash.value());
        return !matcher.matches() || matcher.group(1).equals("y") || Integer.parseInt(matcher.group(2)) != cost;
    }

    /** Shows how much there is to do. */
    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("clubroom.password.hashes.computing", threads, ThreadPoolExecutor::getActiveCount)
                .description("Password hashes that are computed now")
                .register(meters);
        Gauge.builder(
                        "clubroom.password.hashes.waiting",
                        threads,
                        pool -> pool.getQueue().size())
                .description("Password hashes that wait for their turn")
                .register(meters);
        FunctionCounter.builder("clubroom.password.hashes.computed", threads, ThreadPoolExecutor::getCompletedTaskCount)
                .description("Password hashes that have been computed")
                .register(meters);
        FunctionCounter.builder("clubroom.password.hashes.refused", refused, AtomicLong::get)
                .description("Password hashes that were refused because too many waited already")
                .register(meters);
    }

    /** Ends what is under way; whoever comes later is refused as when it is too busy. */
    @Override
    public void close() {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(CLOSE_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /** Of the last digit of salt and hash two and four bits count; the library compares text, and there are writers that leave others set. */
    private static String canonical(String hash) {
        return hash.substring(0, LAST_OF_SALT)
                + firstBits(hash.charAt(LAST_OF_SALT), 2)
                + hash.substring(LAST_OF_SALT + 1, LAST_OF_HASH)
                + firstBits(hash.charAt(LAST_OF_HASH), 4);
    }

    private static char firstBits(char digit, int number) {
        return DIGITS.charAt(DIGITS.indexOf(digit) & -1 << (6 - number));
    }

    private <T> T await(FutureTask<T> task) {
        try {
            threads.execute(task);
            return task.get();
        } catch (RejectedExecutionException rejected) {
            throw full(rejected);
        } catch (InterruptedException interrupted) {
            // Nobody waits for it any more, so it must not hold its place in the queue.
            task.cancel(false);
            threads.remove(task);
            Thread.currentThread().interrupt();
            throw busy("interrupted while waiting for a password to be hashed", interrupted);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("a password could not be hashed", failed.getCause());
        }
    }

    private Unavailable full(@Nullable Exception cause) {
        refused.incrementAndGet();
        return busy("too many passwords are being hashed", cause);
    }

    private static Unavailable busy(String message, @Nullable Exception cause) {
        return new Unavailable(Unavailable.What.CAPACITY, RETRY_AFTER, message, cause);
    }
}
