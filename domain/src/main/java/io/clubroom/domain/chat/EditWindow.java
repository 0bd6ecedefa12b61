package io.clubroom.domain.chat;

import java.time.Duration;

/**
 * The time after posting in which a message may be edited.
 *
 * @param length zero if messages may never be edited
 */
public record EditWindow(Duration length) {
    public static final EditWindow DEFAULT = new EditWindow(Duration.ofDays(1));
}
