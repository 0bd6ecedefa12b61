package io.clubroom.memory.chat;

import io.clubroom.domain.chat.Emoji;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.user.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A change that is no message.
 *
 * @param change its number among the changes of the room
 * @param seq the number of the last message before it
 * @param message null for {@link Kind#ERASED}
 * @param emoji null unless for {@link Kind#REACTED} and {@link Kind#UNREACTED}
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
        /** A reaction was taken back. */
        UNREACTED,
        ERASED
    }
}
