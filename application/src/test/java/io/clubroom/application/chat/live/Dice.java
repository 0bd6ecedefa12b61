package io.clubroom.application.chat.live;

import java.util.List;
import java.util.SplittableRandom;

/** The only source of randomness. */
final class Dice {
    private final SplittableRandom random;

    Dice(long seed) {
        this.random = new SplittableRandom(seed);
    }

    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** From 0 to the bound, without the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** From the first to the last, both included. */
    int between(int first, int last) {
        return random.nextInt(first, last + 1);
    }

    long between(long first, long last) {
        return random.nextLong(first, last + 1);
    }

    <T> T oneOf(List<T> all) {
        return all.get(below(all.size()));
    }

    long seed() {
        return random.nextLong();
    }

    /** Mostly short, sometimes many times as long. */
    long latency(long typical) {
        long most = chance(0.1) ? 30 * typical : 2 * typical;
        return random.nextLong(most + 1);
    }
}
