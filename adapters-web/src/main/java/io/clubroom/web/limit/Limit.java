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
 * A quota of requests per window of time, for each key. A key's window starts with its first request, and its full quota returns when the
 * window ends. When there are too many keys, the least frequent are evicted.
 */
final class Limit {
    /** The maximum number of keys of each limit, of about 300 bytes each. */
    static final int MAX_KEYS = 50_000;

    private final String name;
    private final String policy;
    private final BucketConfiguration configuration;
    private final TimeMeter meter;
    private final Cache<LimitKey, Bucket> buckets;

    /** @param nanoTime a monotonic clock, in nanoseconds */
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
                // The quota is full again by then.
                .expireAfterAccess(window)
                .ticker(nanoTime::getAsLong)
                .build();
    }

    /** Counts a request against the quota of the key. */
    QuotaStatus take(LimitKey key) {
        ConsumptionProbe probe = buckets.get(key, this::bucket).tryConsumeAndReturnRemaining(1);
        return new QuotaStatus(
                this,
                probe.isConsumed(),
                probe.getRemainingTokens(),
                probe.isConsumed() ? probe.getNanosToWaitForReset() : probe.getNanosToWaitForRefill());
    }

    String name() {
        return name;
    }

    /** The value of the {@code RateLimit-Policy} header. */
    String policy() {
        return policy;
    }

    /** The number of keys in memory. */
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
