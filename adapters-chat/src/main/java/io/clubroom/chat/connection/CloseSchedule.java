package io.clubroom.chat.connection;

import java.time.Duration;

/**
 * Spreads the closing of connections over time when the server stops, so that clients do not all reconnect at once: connections are closed
 * one millisecond apart, or closer together if that would take more than two seconds in total.
 *
 * @param connections the number of connections to close
 */
record CloseSchedule(int connections) {
    private static final Duration MAX_TOTAL = Duration.ofSeconds(2);
    private static final Duration MAX_STEP = Duration.ofMillis(1);

    /**
     * Returns the time from the start of the shutdown until a connection is closed.
     *
     * @param index the index of the connection, from 0
     */
    Duration delay(int index) {
        Duration step = MAX_TOTAL.dividedBy(Math.max(1, connections));
        return (step.compareTo(MAX_STEP) < 0 ? step : MAX_STEP).multipliedBy(index);
    }
}
