package io.clubroom.domain.file;

import io.clubroom.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;

/**
 * An upload in parts, which becomes the file of the same id.
 *
 * @param metadata what the client told of the file, which it can read again
 * @param length of the file in bytes, as declared
 * @param received the bytes of its parts, which are stored durably
 * @param parts how many parts there are
 * @param finished whether the file has been made; it may have been deleted since
 * @param expiresAt when the upload is removed; not the file
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
    /** How long an upload stays after its last byte. */
    public static final Duration LIFETIME = Duration.ofHours(24);

    /** Whether the upload belongs to this user and has not expired. */
    public boolean isOf(UserId user, Instant now) {
        return owner.equals(user) && now.isBefore(expiresAt);
    }

    public boolean isComplete() {
        return received == length;
    }
}
