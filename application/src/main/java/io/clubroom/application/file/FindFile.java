package io.clubroom.application.file;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.file.StoredFile;

/** Finds a file that the actor may read: the owner, an administrator, and whoever may read the message that it hangs on. */
public final class FindFile {
    public sealed interface Result {
        record Found(StoredFile file) implements Result {}

        /** There is no such file, or the actor may not read it. */
        record NotFound() implements Result {}
    }

    private final Files files;

    public FindFile(Files files) {
        this.files = files;
    }

    public Result find(Actor.SignedIn actor, FileId id) {
        return files.find(id)
                .filter(file -> actor.mayChange(file.owner()) || file.inUse())
                .<Result>map(Result.Found::new)
                .orElseGet(Result.NotFound::new);
    }
}
