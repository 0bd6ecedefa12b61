package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.UnreadMessages;
import io.clubroom.domain.user.FullName;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An unread message. */
@Introspected
record UnreadMessageRow(@Nullable String fullName, String content, boolean hasFiles, Instant createdAt) {
    UnreadMessages.Line toLine() {
        return new UnreadMessages.Line(
                fullName == null ? null : new FullName(fullName), new MessageText(content), hasFiles, createdAt);
    }
}
