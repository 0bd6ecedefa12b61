package io.clubroom.domain.file;

import io.clubroom.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;

/**
 * An upload in parts, which becomes the file of the same id.
 *
 * @param metadata the client's description of the file, which it can read back
 * @param length the declared length of the file in bytes
 * @param received the number of bytes of its parts, which are stored durably
 * @param parts the number of parts
 * @param finished whether the file has been created; it may have been deleted since
 * @param expiresAt when the upload, but not its file, is removed
 */
public record Upload(
        FileId id,
        UserId owner,
        FileName name,
        String metadata,
        long length,
        long received,
        int parts,
        boolean finished,
        Instant createdAt,
        Instant expiresAt) {
    /** How long an upload is kept after its last byte. */
    public static final Duration LIFETIME = Duration.ofHours(24);

    /** Whether the upload belongs to this user and has not expired. */
    public boolean isOf(UserId user, Instant now) {
        return owner.equals(user) && now.isBefore(expiresAt);
    }

    public boolean isComplete() {
        return received == length;
    }
}
