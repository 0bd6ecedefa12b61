package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;

/** An earlier text of a message. */
@Introspected
record VersionRow(long change, String content, Instant createdAt) {
    Messages.Version toVersion() {
        return new Messages.Version(new MessageText(content), createdAt, change);
    }
}
