package io.clubroom.application.file;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.FilePolicy;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.NewContent;
import io.clubroom.domain.file.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;

/** Receives a file from the actor in one piece. */
public final class ReceiveFile {
    public sealed interface Result {
        /** The file is stored durably. */
        record Received(StoredFile file) implements Result {}

        /** The file exceeds the maximum size of a file. */
        record TooLarge() implements Result {}

        /** The actor's files would exceed the quota. */
        record QuotaExceeded() implements Result {}

        /** Files of this type are not accepted. */
        record UnacceptedType(MediaType type) implements Result {}
    }

    /** The number of bytes after which the quota is checked again, because other uploads of the actor may have finished. */
    private static final long QUOTA_CHECK_BYTES = 4_194_304;

    private static final int BUFFER_BYTES = 16_384;

    private final Files files;
    private final ContentStore store;
    private final FilePolicy policy;
    private final KeepContent keepContent;
    private final InstantSource clock;

    public ReceiveFile(
            Files files, ContentStore store, FilePolicy policy, KeepContent keepContent, InstantSource clock) {
        this.files = files;
        this.store = store;
        this.policy = policy;
        this.keepContent = keepContent;
        this.clock = clock;
    }

    /**
     * Reads the body to its end, or until it is refused. The time this takes is not limited.
     *
     * @throws UncheckedIOException if the body cannot be read to its end; nothing is stored
     * @throws io.clubroom.domain.file.StorageFull if the store has no room
     * @throws io.clubroom.domain.Unavailable if the store or the database is unreachable
     */
    public Result receive(Actor.SignedIn actor, FileName name, InputStream body) {
        try (NewContent content = store.create()) {
            byte[] buffer = new byte[BUFFER_BYTES];
            long used = files.usage(actor.id(), clock.instant());
            long checked = 0;
            int read = read(body, buffer);
            while (read >= 0) {
                content.write(ByteBuffer.wrap(buffer, 0, read));
                if (content.size() > policy.maxBytes()) {
                    return new Result.TooLarge();
                }
                if (content.size() - checked > QUOTA_CHECK_BYTES) {
                    checked = content.size();
                    used = files.usage(actor.id(), clock.instant());
                }
                if (policy.isExceededBy(used + content.size())) {
                    return new Result.QuotaExceeded();
                }
                read = read(body, buffer);
            }
            return switch (keepContent.asFile(actor, name, null, content)) {
                case KeepContent.Result.Kept(StoredFile file) -> new Result.Received(file);
                case KeepContent.Result.QuotaExceeded _ -> new Result.QuotaExceeded();
                case KeepContent.Result.UnacceptedType(MediaType type) -> new Result.UnacceptedType(type);
                case KeepContent.Result.UploadEnded _ -> throw new IllegalStateException("there was no upload");
            };
        }
    }

    private static int read(InputStream body, byte[] buffer) {
        try {
            return body.read(buffer);
        } catch (IOException cut) {
            throw new UncheckedIOException(cut);
        }
    }
}
