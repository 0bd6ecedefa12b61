package io.clubroom.persistence.file;

import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.Upload;
import io.clubroom.domain.user.UserId;
import io.micronaut.data.annotation.Id;
import io.micronaut.data.annotation.MappedEntity;
import java.time.Instant;
import java.util.UUID;

/** A row of the table {@code uploads}. */
@MappedEntity("uploads")
record UploadRow(
        @Id UUID id,
        UUID userId,
        String name,
        String metadata,
        long length,
        long received,
        int parts,
        boolean finished,
        Instant createdAt,
        Instant expiresAt) {
    Upload toUpload() {
        return new Upload(
                new FileId(id),
                new UserId(userId),
                new FileName(name),
                metadata,
                length,
                received,
                parts,
                finished,
                createdAt,
                expiresAt);
    }
}
