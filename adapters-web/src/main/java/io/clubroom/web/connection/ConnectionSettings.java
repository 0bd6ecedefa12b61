package io.clubroom.web.connection;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * How long a client may take to send a request.
 *
 * @param headTimeout from the first byte of its head to the last; of the first request, from the opening of the connection
 * @param bodyTimeout from the last byte of the head to the last of the body, and a second more for each 8 KiB of it that came
 */
@ConfigurationProperties("clubroom.web.connections")
record ConnectionSettings(
        @Bindable(defaultValue = "10s") Duration headTimeout,
        @Bindable(defaultValue = "20s") Duration bodyTimeout) {}
