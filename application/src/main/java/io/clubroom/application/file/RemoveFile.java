package io.clubroom.application.file;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.file.StoredFile;

/** Removes a file that is attached to no message; for its owner and administrators. */
public final class RemoveFile {
    public sealed interface Result {
        record Removed() implements Result {}

        /** There is no such file, or the actor may not read it. */
        record NotFound() implements Result {}

        /** The actor may only read the file. */
        record NotAllowed() implements Result {}

        /** The file is attached to a message. */
        record InUse() implements Result {}
    }

    private final Transactions transactions;
    private final FindFile findFile;
    private final Files files;

    public RemoveFile(Transactions transactions, FindFile findFile, Files files) {
        this.transactions = transactions;
        this.findFile = findFile;
        this.files = files;
    }

    public Result remove(Actor.SignedIn actor, FileId id) {
        return transactions.call(actor, () -> switch (findFile.find(actor, id)) {
            case FindFile.Result.NotFound _ -> new Result.NotFound();
            case FindFile.Result.Found(StoredFile file) when !actor.mayChange(file.owner()) -> new Result.NotAllowed();
            case FindFile.Result.Found _ -> files.removeUnused(id) ? new Result.Removed() : new Result.InUse();
        });
    }
}
