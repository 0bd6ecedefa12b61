package io.clubroom.web.connection;

import java.time.Duration;

/**
 * The timeouts for sending a request and reading the response.
 *
 * @param headTimeout from the first byte of the request line to the end of the headers; for the first request, from the opening of the
 * connection
 * @param bodyTimeout from the end of the headers to the end of the body, plus one second for each 8 KiB received; a file has
 * {@link HttpBounds#FILE_SECONDS} instead
 * @param idleTimeout the maximum time without progress of a body, in either direction
 */
public record ConnectionSettings(Duration headTimeout, Duration bodyTimeout, Duration idleTimeout) {
    public ConnectionSettings(Duration headTimeout, Duration bodyTimeout) {
        this(headTimeout, bodyTimeout, Duration.ofSeconds(HttpBounds.IDLE_SECONDS));
    }
}
