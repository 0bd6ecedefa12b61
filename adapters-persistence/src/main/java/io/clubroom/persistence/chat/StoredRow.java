package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code chat_messages}, without what other tables have of the message.
 *
 * @param message without attachments, mentions, reactions and the preview of the message that it replies to
 */
record StoredRow(
        Message message,
        boolean hasFiles,
        boolean hasMentions,
        boolean hasReactions,
        @Nullable MessageId replyTo) {
    boolean isComplete() {
        return !hasFiles && !hasMentions && !hasReactions && replyTo == null;
    }
}
