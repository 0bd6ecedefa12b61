package io.clubroom.application.file;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.ContentInspector;
import io.clubroom.domain.file.ContentInspector.Inspection;
import io.clubroom.domain.file.Contents;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.FilePolicy;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.NewContent;
import io.clubroom.domain.file.Sha256;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.file.Upload;
import io.clubroom.domain.file.Uploads;
import io.clubroom.domain.user.Users;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a file from a content that was received completely. */
public final class KeepContent {
    public sealed interface Result {
        /** The file is stored durably. */
        record Kept(StoredFile file) implements Result {}

        /** The actor's files would exceed the quota. */
        record QuotaExceeded() implements Result {}

        /** Files of this type are not accepted. */
        record UnacceptedType(MediaType type) implements Result {}

        /** The upload was removed, or finished by another call and its file deleted since. */
        record UploadEnded() implements Result {}
    }

    private static final int BUFFER_BYTES = 65_536;

    private final Transactions transactions;
    private final Users users;
    private final Files files;
    private final Uploads uploads;
    private final Contents contents;
    private final ContentInspector inspector;
    private final FilePolicy policy;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    public KeepContent(
            Transactions transactions,
            Users users,
            Files files,
            Uploads uploads,
            Contents contents,
            ContentInspector inspector,
            FilePolicy policy,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.transactions = transactions;
        this.users = users;
        this.files = files;
        this.uploads = uploads;
        this.contents = contents;
        this.inspector = inspector;
        this.policy = policy;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Stores the content, then the file.
     *
     * @param upload the upload with which the content was received in parts; it is finished together with the file. Its declared length has
     *     already been counted towards the quota. If another call has finished it, the result is the file of that call. Null for a content
     *     received in one piece
     */
    public Result asFile(Actor.SignedIn actor, FileName name, @Nullable Upload upload, NewContent content) {
        Inspection inspection = inspector.inspect(content.channel());
        if (!policy.types().accept(inspection.type())) {
            return new Result.UnacceptedType(inspection.type());
        }
        if (!policy.keepsMetadata()) {
            inspector.removeLocation(content.channel(), inspection.type());
        }
        StoredFile file = new StoredFile(
                upload == null ? new FileId(ids.get()) : upload.id(),
                actor.id(),
                name,
                inspection.type(),
                content.size(),
                sha256(content.channel()),
                inspection.dimensions(),
                new ContentId(ids.get()),
                false,
                clock.instant());
        contents.begin(file.content(), clock.instant());
        content.store(file.content());
        Result result = transactions.call(actor, () -> {
            if (users.lock(actor.id()).isEmpty()) {
                throw new ActorEnded(ActorEnded.Reason.TOKEN_ENDED);
            }
            return upload == null ? add(file) : finish(file);
        });
        if (!(result instanceof Result.Kept(StoredFile kept)) || !kept.equals(file)) {
            contents.release(file.content());
        }
        return result;
    }

    private Result add(StoredFile file) {
        if (policy.isExceededBy(files.usage(file.owner(), file.createdAt()) + file.size())) {
            return new Result.QuotaExceeded();
        }
        files.add(file);
        return new Result.Kept(file);
    }

    private Result finish(StoredFile file) {
        if (!uploads.finish(file.id())) {
            return files.find(file.id()).<Result>map(Result.Kept::new).orElseGet(Result.UploadEnded::new);
        }
        files.add(file);
        return new Result.Kept(file);
    }

    private static Sha256 sha256(SeekableByteChannel content) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            content.position(0);
            while (content.read(buffer.clear()) >= 0) {
                digest.update(buffer.flip());
            }
            return Sha256.of(digest.digest());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
