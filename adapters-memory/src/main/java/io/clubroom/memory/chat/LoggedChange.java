package io.clubroom.memory.chat;

import io.clubroom.domain.chat.Emoji;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.user.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A change other than a new message.
 *
 * @param change the number of the change in its room
 * @param seq the {@code seq} of the last message before this change
 * @param message the changed message; null for {@link Kind#ERASED}
 * @param emoji the emoji; null except for {@link Kind#REACTED} and {@link Kind#UNREACTED}
 */
record LoggedChange(
        long change,
        long seq,
        Kind kind,
        @Nullable MessageId message,
        UserId user,
        @Nullable Emoji emoji) {
    enum Kind {
        EDITED,
        DELETED,
        REACTED,
        /** A reaction was removed. */
        UNREACTED,
        ERASED
    }
}
