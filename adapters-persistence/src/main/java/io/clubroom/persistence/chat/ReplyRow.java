package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.ReplyPreview;
import io.clubroom.domain.user.FullName;
import io.micronaut.core.annotation.Introspected;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A message to which another one replies. */
@Introspected
record ReplyRow(UUID id, @Nullable String author, String content, boolean deleted) {
    ReplyPreview toPreview() {
        return new ReplyPreview(new MessageId(id), author == null ? null : new FullName(author), content, deleted);
    }
}
