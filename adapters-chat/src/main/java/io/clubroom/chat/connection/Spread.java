package io.clubroom.chat.connection;

import java.time.Duration;

/**
 * When each of many connections is told that the server stops: a millisecond after the other, and all of them within two seconds.
 *
 * @param connections how many there are
 */
record Spread(int connections) {
    private static final Duration LONGEST = Duration.ofSeconds(2);
    private static final Duration STEP = Duration.ofMillis(1);

    /** @param index from 0 */
    Duration after(int index) {
        Duration step = LONGEST.dividedBy(Math.max(1, connections));
        return (step.compareTo(STEP) < 0 ? step : STEP).multipliedBy(index);
    }
}
