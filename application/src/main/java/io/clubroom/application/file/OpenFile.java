package io.clubroom.application.file;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.StoredFile;

/** Opens the content of a file that the actor may read. */
public final class OpenFile {
    public sealed interface Result {
        record Opened(StoredFile file, ContentStore.Content content) implements Result {}

        /** There is no such file, or the actor may not read it. */
        record NotFound() implements Result {}
    }

    private final FindFile findFile;
    private final ContentStore store;

    public OpenFile(FindFile findFile, ContentStore store) {
        this.findFile = findFile;
        this.store = store;
    }

    /** @throws io.clubroom.domain.Unavailable if the store is unreachable */
    public Result open(Actor.SignedIn actor, FileId id) {
        return switch (findFile.find(actor, id)) {
            case FindFile.Result.Found(StoredFile file) ->
                store.open(file.content())
                        .<Result>map(content -> new Result.Opened(file, content))
                        .orElseGet(Result.NotFound::new);
            case FindFile.Result.NotFound _ -> new Result.NotFound();
        };
    }
}
