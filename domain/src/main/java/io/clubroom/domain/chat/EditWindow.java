package io.clubroom.domain.chat;

import java.time.Duration;

/**
 * How long after it was posted a message may be edited.
 *
 * @param length zero if never
 */
public record EditWindow(Duration length) {
    public static final EditWindow DEFAULT = new EditWindow(Duration.ofDays(1));
}
