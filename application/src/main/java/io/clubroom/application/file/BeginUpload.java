package io.clubroom.application.file;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.FilePolicy;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.file.Upload;
import io.clubroom.domain.file.Uploads;
import io.clubroom.domain.user.Users;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/** Begins an upload in parts. Its declared length counts towards the quota until it is finished, removed or expired. */
public final class BeginUpload {
    public sealed interface Result {
        record Begun(Upload upload) implements Result {}

        /** The declared length exceeds the maximum size of a file. */
        record TooLarge() implements Result {}

        /** The actor's files would exceed the quota. */
        record QuotaExceeded() implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final Files files;
    private final Uploads uploads;
    private final FilePolicy policy;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    public BeginUpload(
            Transactions transactions,
            Users users,
            Files files,
            Uploads uploads,
            FilePolicy policy,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.transactions = transactions;
        this.users = users;
        this.files = files;
        this.uploads = uploads;
        this.policy = policy;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * @param metadata the client's description of the file
     * @param length the length of the file in bytes
     */
    public Result begin(Actor.SignedIn actor, FileName name, String metadata, long length) {
        if (length > policy.maxBytes()) {
            return new Result.TooLarge();
        }
        return transactions.call(actor, () -> {
            if (users.lock(actor.id()).isEmpty()) {
                throw new ActorEnded(ActorEnded.Reason.TOKEN_ENDED);
            }
            Instant now = clock.instant();
            if (policy.isExceededBy(files.usage(actor.id(), now) + length)) {
                return new Result.QuotaExceeded();
            }
            Upload upload = new Upload(
                    new FileId(ids.get()),
                    actor.id(),
                    name,
                    metadata,
                    length,
                    0,
                    0,
                    false,
                    now,
                    now.plus(Upload.LIFETIME));
            uploads.add(upload);
            return new Result.Begun(upload);
        });
    }
}
