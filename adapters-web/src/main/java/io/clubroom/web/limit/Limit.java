package io.clubroom.web.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.BucketListener;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.MathType;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LockFreeBucket;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * So many requests in a window of time, for each key. A key's window begins with its first request; with the next one, all of
 * the quota is there again. Which of the keys are forgotten when there are too many is left to how seldom they come.
 */
final class Limit {
    /** Of each limit. One takes about 300 bytes. */
    static final int MAX_KEYS = 50_000;

    private final String name;
    private final String policy;
    private final BucketConfiguration configuration;
    private final TimeMeter meter;
    private final Cache<LimitKey, Bucket> buckets;

    /** @param nanoTime a time that only goes forward, in nanoseconds */
    Limit(String name, int quota, Duration window, LongSupplier nanoTime) {
        this.name = name;
        this.policy = '"' + name + "\";q=" + quota + ";w=" + window.toSeconds();
        this.configuration = BucketConfiguration.builder()
                .addLimit(Bandwidth.builder()
                        .capacity(quota)
                        .refillIntervally(quota, window)
                        .build())
                .build();
        this.meter = new Meter(nanoTime);
        this.buckets = Caffeine.newBuilder()
                .maximumSize(MAX_KEYS)
                // By then the quota is whole again.
                .expireAfterAccess(window)
                .ticker(nanoTime::getAsLong)
                .build();
    }

    /** Takes one of the quota, if there is one left. */
    Standing take(LimitKey key) {
        ConsumptionProbe probe = buckets.get(key, this::bucket).tryConsumeAndReturnRemaining(1);
        return new Standing(
                this,
                probe.isConsumed(),
                probe.getRemainingTokens(),
                probe.isConsumed() ? probe.getNanosToWaitForReset() : probe.getNanosToWaitForRefill());
    }

    String name() {
        return name;
    }

    /** The limit as the item of a {@code RateLimit-Policy} header. */
    String policy() {
        return policy;
    }

    /** How many keys are remembered. */
    long size() {
        buckets.cleanUp();
        return buckets.estimatedSize();
    }

    private Bucket bucket(LimitKey key) {
        return new LockFreeBucket(configuration, MathType.INTEGER_64_BITS, meter, BucketListener.NOPE);
    }

    private record Meter(LongSupplier nanoTime) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return nanoTime.getAsLong();
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
