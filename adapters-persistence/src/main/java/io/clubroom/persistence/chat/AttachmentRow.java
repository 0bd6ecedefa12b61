package io.clubroom.persistence.chat;

import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.Dimensions;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.Sha256;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.user.UserId;
import io.micronaut.core.annotation.Introspected;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A file that is attached to a message. */
@Introspected
record AttachmentRow(
        UUID messageId,
        UUID id,
        UUID userId,
        String name,
        String mediaType,
        long size,
        byte[] sha256,
        @Nullable Integer width,
        @Nullable Integer height,
        UUID contentId,
        Instant createdAt) {
    MessageId message() {
        return new MessageId(messageId);
    }

    StoredFile toFile() {
        return new StoredFile(
                new FileId(id),
                new UserId(userId),
                new FileName(name),
                new MediaType(mediaType),
                size,
                Sha256.of(sha256),
                width == null || height == null ? null : new Dimensions(width, height),
                new ContentId(contentId),
                true,
                createdAt);
    }
}
