package io.clubroom.chat.connection;

import java.time.Duration;

/**
 * Spreads the closing of connections over time when the server stops, so that the clients do not all reconnect at once: one
 * millisecond apart, or closer if that would take longer than two seconds.
 *
 * @param connections the number of connections to close
 */
record CloseSchedule(int connections) {
    private static final Duration MAX_TOTAL = Duration.ofSeconds(2);
    private static final Duration MAX_STEP = Duration.ofMillis(1);

    /**
     * The time from the start until a connection is closed.
     *
     * @param index the connection, from 0
     */
    Duration delay(int index) {
        Duration step = MAX_TOTAL.dividedBy(Math.max(1, connections));
        return (step.compareTo(MAX_STEP) < 0 ? step : MAX_STEP).multipliedBy(index);
    }
}
