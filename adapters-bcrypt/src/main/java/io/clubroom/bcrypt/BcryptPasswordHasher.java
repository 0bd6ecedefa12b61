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
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Hashes passwords with bcrypt, on threads of its own with a short queue before them. */
public final class BcryptPasswordHasher implements PasswordHasher, MeterBinder, AutoCloseable {
    /** 2^12 rounds: about a quarter of a second on a core of today. */
    public static final int DEFAULT_COST = 12;

    /** How many may wait behind each thread: about five seconds of work at the default cost, eight where other work wants the processor. */
    public static final int DEFAULT_QUEUE_PER_THREAD = 32;

    /** What the widespread libraries write. Every version is read. */
    private static final String VERSION = "2b";

    /** The same as {@link #VERSION}, but not every implementation knows it. */
    private static final String OUTDATED_VERSION = "2y";

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final int cost;
    private final SecureRandom random = new SecureRandom();
    private final ModularCrypt decoy;
    private final HashingThreads threads;
    private final AtomicLong refused = new AtomicLong();

    /**
     * @param cost the logarithm of the number of rounds, 4 to 31
     * @param threads how many hashes are computed at once
     * @param queue how many more may wait
     */
    public BcryptPasswordHasher(int cost, int threads, int queue) {
        this.cost = cost;
        this.threads = new HashingThreads(threads, queue);
        // A hash of nothing that anybody knows; whatever is compared with it takes the time of a real one.
        this.decoy = new ModularCrypt(VERSION, cost, new byte[Bcrypt.SALT_BYTES], new byte[Bcrypt.DIGEST_BYTES]);
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
        if (threads.isFull()) {
            throw full(null);
        }
    }

    @Override
    public PasswordHash hash(Password password) {
        byte[] bytes = password.reveal().getBytes(StandardCharsets.UTF_8);
        if (bytes.length > Bcrypt.MAX_PASSWORD_BYTES) {
            throw new IllegalArgumentException(
                    "bcrypt reads no more than " + Bcrypt.MAX_PASSWORD_BYTES + " bytes of a password");
        }
        byte[] salt = new byte[Bcrypt.SALT_BYTES];
        random.nextBytes(salt);
        byte[] digest = compute(bytes, salt, cost);
        return new PasswordHash(new ModularCrypt(VERSION, cost, salt, digest).text());
    }

    @Override
    public boolean verify(Password password, @Nullable PasswordHash hash) {
        ModularCrypt expected = hash == null ? null : ModularCrypt.parse(hash.value());
        ModularCrypt compared = expected == null ? decoy : expected;
        // Old hashes of longer passwords were made of what fits, and so it is done here.
        byte[] digest = compute(password.reveal().getBytes(StandardCharsets.UTF_8), compared.salt(), compared.cost());
        return MessageDigest.isEqual(digest, compared.digest()) && expected != null;
    }

    @Override
    public boolean isOutdated(PasswordHash hash) {
        ModularCrypt read = ModularCrypt.parse(hash.value());
        return read == null || read.version().equals(OUTDATED_VERSION) || read.cost() != cost;
    }

    /** Shows how much there is to do. */
    @Override
    public void bindTo(MeterRegistry meters) {
        Gauge.builder("clubroom.password.hashes.computing", threads, HashingThreads::computing)
                .description("Password hashes that are computed now")
                .register(meters);
        Gauge.builder("clubroom.password.hashes.waiting", threads, HashingThreads::waiting)
                .description("Password hashes that wait for their turn")
                .register(meters);
        FunctionCounter.builder("clubroom.password.hashes.computed", threads, HashingThreads::computed)
                .description("Password hashes that have been computed")
                .register(meters);
        FunctionCounter.builder("clubroom.password.hashes.refused", refused, AtomicLong::get)
                .description("Password hashes that were refused because too many waited already")
                .register(meters);
    }

    /** Ends what is under way; whoever comes later is refused as when it is too busy. */
    @Override
    public void close() {
        threads.close();
    }

    private byte[] compute(byte[] password, byte[] salt, int cost) {
        CompletableFuture<byte[]> digest;
        try {
            digest = threads.compute(password, salt, cost);
        } catch (RejectedExecutionException rejected) {
            throw full(rejected);
        }
        try {
            return digest.get();
        } catch (InterruptedException interrupted) {
            // Nobody waits for it any more, so it must not hold its place.
            digest.cancel(false);
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
