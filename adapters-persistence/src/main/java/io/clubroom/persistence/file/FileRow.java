package io.clubroom.persistence.file;

import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.Dimensions;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.Sha256;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.user.UserId;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The columns of the table {@code files} that describe the file itself. */
@MappedEntity("files")
public record FileRow(
        @Id UUID id,
        UUID userId,
        String name,
        String mediaType,
        long size,
        byte[] sha256,
        @Nullable Integer width,
        @Nullable Integer height,
        UUID contentId,
        Instant createdAt,
        @Nullable UUID messageId) {
    public StoredFile toFile() {
        return new StoredFile(
                new FileId(id),
                new UserId(userId),
                new FileName(name),
                new MediaType(mediaType),
                size,
                Sha256.of(sha256),
                width == null || height == null ? null : new Dimensions(width, height),
                new ContentId(contentId),
                messageId != null,
                createdAt);
    }
}
