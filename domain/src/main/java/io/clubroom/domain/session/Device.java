package io.clubroom.domain.session;

import org.jspecify.annotations.Nullable;

/**
 * The origin of a request, shown to the user, who may recognize it.
 *
 * @param address the client's IP address, null if it is unknown
 * @param userAgent the beginning of the header {@code User-Agent}, null without one
 */
public record Device(@Nullable String address, @Nullable String userAgent) {
    public static final int MAX_USER_AGENT_LENGTH = 300;

    public static final Device UNKNOWN = new Device(null, null);

    public Device {
        if (userAgent != null && userAgent.length() > MAX_USER_AGENT_LENGTH) {
            userAgent = userAgent.substring(0, MAX_USER_AGENT_LENGTH);
        }
    }
}
