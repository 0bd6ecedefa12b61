package io.clubroom.application.file;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.file.StoredFile;
import java.util.Optional;

/**
 * Finds a file that the actor may read: the owner, whoever may read the message that it is attached to, and an administrator if it is
 * attached to none.
 */
public final class FindFile {
    public sealed interface Result {
        record Found(StoredFile file) implements Result {}

        /** There is no such file, or the actor may not read it. */
        record NotFound() implements Result {}
    }

    private final Files files;
    private final Messages messages;
    private final RoomStandings standings;

    public FindFile(Files files, Messages messages, RoomStandings standings) {
        this.standings = standings;
        this.files = files;
        this.messages = messages;
    }

    public Result find(Actor.SignedIn actor, FileId id) {
        return files.find(id)
                .filter(file -> mayRead(file, actor))
                .<Result>map(Result.Found::new)
                .orElseGet(Result.NotFound::new);
    }

    private boolean mayRead(StoredFile file, Actor.SignedIn actor) {
        if (actor.is(file.owner())) {
            return true;
        }
        Optional<RoomId> room = file.inUse() ? messages.roomOf(file.id()) : Optional.empty();
        return room.map(id -> RoomAccess.mayRead(standings.of(actor, id))).orElse(actor.isAdmin());
    }
}
