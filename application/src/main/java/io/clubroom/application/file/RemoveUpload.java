package io.clubroom.application.file;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.Uploads;
import java.time.InstantSource;

/** Removes an upload of the actor, but not the file made from it. */
public final class RemoveUpload {
    public sealed interface Result {
        record Removed() implements Result {}

        /** The actor has no such upload. */
        record NotFound() implements Result {}
    }

    private final Transactions transactions;
    private final Uploads uploads;
    private final InstantSource clock;

    public RemoveUpload(Transactions transactions, Uploads uploads, InstantSource clock) {
        this.transactions = transactions;
        this.uploads = uploads;
        this.clock = clock;
    }

    public Result remove(Actor.SignedIn actor, FileId id) {
        return transactions.call(actor, () -> {
            boolean isTheirs = uploads.find(id)
                    .filter(upload -> upload.isOf(actor.id(), clock.instant()))
                    .isPresent();
            return isTheirs && uploads.remove(id) ? new Result.Removed() : new Result.NotFound();
        });
    }
}
