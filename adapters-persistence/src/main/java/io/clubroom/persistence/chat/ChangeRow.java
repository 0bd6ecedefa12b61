package io.clubroom.persistence.chat;

import io.micronaut.core.annotation.Introspected;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code chat_changes}: a change other than a new message.
 *
 * @param seq the {@code seq} of the last message before this change
 * @param messageId the changed message; null if a user was erased
 */
@Introspected
record ChangeRow(
        String roomId,
        long change,
        long seq,
        String kind,
        @Nullable UUID messageId,
        UUID userId,
        @Nullable String emoji,
        @Nullable String clientMessageId) {
    static final String EDITED = "edited";
    static final String DELETED = "deleted";
    static final String REACTED = "reacted";

    /** A reaction was removed. */
    static final String UNREACTED = "unreacted";

    static final String ERASED = "erased";

    boolean isOfReaction() {
        return kind.equals(REACTED) || kind.equals(UNREACTED);
    }
}
