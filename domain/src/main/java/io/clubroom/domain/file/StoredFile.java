package io.clubroom.domain.file;

import io.clubroom.domain.user.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A file of a user.
 *
 * @param type the type according to the bytes
 * @param size the number of stored bytes
 * @param sha256 the hash of the stored bytes
 * @param dimensions null if the file is not a picture, or its size could not be read
 * @param inUse whether the file is attached to a message
 * @param createdAt in microseconds, the precision of the store
 */
public record StoredFile(
        FileId id,
        UserId owner,
        FileName name,
        MediaType type,
        long size,
        Sha256 sha256,
        @Nullable Dimensions dimensions,
        ContentId content,
        boolean inUse,
        Instant createdAt) {}
