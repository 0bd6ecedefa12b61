package io.clubroom.application.file;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.file.StoredFile;

/** Finds a file that the actor may read: the owner, an administrator, and whoever may read the message that it is attached to. */
public final class FindFile {
    public sealed interface Result {
        record Found(StoredFile file) implements Result {}

        /** There is no such file, or the actor may not read it. */
        record NotFound() implements Result {}
    }

    private final Files files;
    private final Messages messages;

    public FindFile(Files files, Messages messages) {
        this.files = files;
        this.messages = messages;
    }

    public Result find(Actor.SignedIn actor, FileId id) {
        return files.find(id)
                .filter(file -> actor.mayChange(file.owner()) || mayReadMessageOf(file, actor))
                .<Result>map(Result.Found::new)
                .orElseGet(Result.NotFound::new);
    }

    private boolean mayReadMessageOf(StoredFile file, Actor.SignedIn actor) {
        return file.inUse()
                && messages.roomOf(file.id())
                        .filter(room -> RoomAccess.mayRead(actor, room))
                        .isPresent();
    }
}
