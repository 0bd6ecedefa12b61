package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code chat_messages}, without the parts of the message in other tables.
 *
 * @param message the message without attachments, mentions, reactions and reply preview
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
