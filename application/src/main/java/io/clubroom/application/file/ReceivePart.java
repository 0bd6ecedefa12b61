package io.clubroom.application.file;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.file.Checksum;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.file.Contents;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.NewContent;
import io.clubroom.domain.file.Upload;
import io.clubroom.domain.file.Uploads;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Receives bytes of an upload. They are stored in portions, so that little is lost if the connection is cut or the server crashes; bytes
 * with a checksum are stored together or not at all. The call that completes the upload also makes the file.
 */
public final class ReceivePart {
    public sealed interface Result {
        /** The bytes are stored durably; the upload is not complete. */
        record Received(Upload upload) implements Result {}

        /** The bytes are stored durably, and so is the file, which has the same id. */
        record Finished(Upload upload) implements Result {}

        /** The actor has no such upload. */
        record NotFound() implements Result {}

        /** The offset is not the number of bytes of the upload, perhaps because another call has added some. */
        record OffsetMismatch() implements Result {}

        /** The bytes do not have the checksum; none of them was stored. */
        record ChecksumMismatch() implements Result {}

        /** There are more bytes than the upload's declared length; it was removed. */
        record TooLarge() implements Result {}

        /** Files of this type are not accepted; the upload was removed. */
        record UnacceptedType(MediaType type) implements Result {}

        /** The upload already has the maximum number of portions; it was removed. */
        record TooManyParts() implements Result {}
    }

    /** The size of a portion in bytes, unless there is a checksum. */
    private static final long PART_BYTES = 8_388_608;

    /** The maximum number of portions of an upload. */
    private static final int MAX_PARTS = 10_000;

    private static final int BUFFER_BYTES = 16_384;

    private final Transactions transactions;
    private final Uploads uploads;
    private final Contents contents;
    private final ContentStore store;
    private final FinishUpload finishUpload;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    public ReceivePart(
            Transactions transactions,
            Uploads uploads,
            Contents contents,
            ContentStore store,
            FinishUpload finishUpload,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.transactions = transactions;
        this.uploads = uploads;
        this.contents = contents;
        this.store = store;
        this.finishUpload = finishUpload;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Reads the body to its end, or until it is refused. The time this takes is not limited.
     *
     * @param offset the number of bytes that the upload has
     * @param checksum the checksum of the body, null if there is none
     * @throws UncheckedIOException if the body cannot be read to its end; what was received is stored, unless there is a checksum
     * @throws io.clubroom.domain.file.StorageFull if the store has no room
     * @throws io.clubroom.domain.Unavailable if the store or the database is unreachable
     */
    public Result receive(Actor.SignedIn actor, FileId id, long offset, @Nullable Checksum checksum, InputStream body) {
        Optional<Upload> found = uploads.find(id).filter(upload -> upload.isOf(actor.id(), clock.instant()));
        if (found.isEmpty()) {
            return new Result.NotFound();
        }
        Upload upload = found.get();
        if (upload.received() != offset) {
            return new Result.OffsetMismatch();
        }
        Result refused = receive(actor, upload, checksum, body);
        return refused == null ? finish(actor, id) : refused;
    }

    /** Returns null if the body was stored. */
    private @Nullable Result receive(
            Actor.SignedIn actor, Upload upload, @Nullable Checksum checksum, InputStream body) {
        long offset = upload.received();
        for (int parts = upload.parts(); parts < MAX_PARTS; parts++) {
            // One byte more than declared shows that there are too many.
            long maxBytes = upload.length() - offset + 1;
            try (NewContent content = store.create()) {
                MessageDigest digest = checksum == null ? null : checksum.digest();
                UncheckedIOException cut =
                        fill(content, checksum == null ? Math.min(maxBytes, PART_BYTES) : maxBytes, digest, body);
                long size = content.size();
                if (size == maxBytes) {
                    remove(actor, upload);
                    return new Result.TooLarge();
                }
                if (checksum != null && digest != null && cut == null && !checksum.matches(digest.digest())) {
                    return new Result.ChecksumMismatch();
                }
                boolean isKept = size > 0 && (cut == null || checksum == null);
                if (isKept && !append(actor, upload, offset, content)) {
                    return new Result.OffsetMismatch();
                }
                if (cut != null) {
                    throw cut;
                }
                if (size < PART_BYTES || checksum != null) {
                    return null;
                }
                offset += size;
            }
        }
        remove(actor, upload);
        return new Result.TooManyParts();
    }

    /** Reads at most this many bytes. Returns the error of reading; null if there was none. */
    private static @Nullable UncheckedIOException fill(
            NewContent content, long maxBytes, @Nullable MessageDigest digest, InputStream body) {
        byte[] buffer = new byte[BUFFER_BYTES];
        while (content.size() < maxBytes) {
            int read;
            try {
                read = body.read(buffer, 0, (int) Math.min(buffer.length, maxBytes - content.size()));
            } catch (IOException cut) {
                return new UncheckedIOException(cut);
            }
            if (read < 0) {
                return null;
            }
            if (digest != null) {
                digest.update(buffer, 0, read);
            }
            content.write(ByteBuffer.wrap(buffer, 0, read));
        }
        return null;
    }

    private boolean append(Actor.SignedIn actor, Upload upload, long offset, NewContent content) {
        ContentId id = new ContentId(ids.get());
        Uploads.Part part = new Uploads.Part(id, offset, content.size());
        contents.begin(id, clock.instant());
        content.store(id);
        Instant expiresAt = clock.instant().plus(Upload.LIFETIME);
        boolean isAppended = transactions.call(actor, () -> uploads.append(upload.id(), part, expiresAt));
        if (!isAppended) {
            contents.release(id);
        }
        return isAppended;
    }

    private void remove(Actor.SignedIn actor, Upload upload) {
        transactions.call(actor, () -> uploads.remove(upload.id()));
    }

    private Result finish(Actor.SignedIn actor, FileId id) {
        Optional<Upload> found = uploads.find(id);
        if (found.isEmpty()) {
            return new Result.NotFound();
        }
        if (!found.get().isComplete()) {
            return new Result.Received(found.get());
        }
        return switch (finishUpload.finish(actor, found.get())) {
            case FinishUpload.Result.Finished _ -> new Result.Finished(found.get());
            case FinishUpload.Result.UnacceptedType(MediaType type) -> new Result.UnacceptedType(type);
            case FinishUpload.Result.Ended _ -> new Result.NotFound();
        };
    }
}
