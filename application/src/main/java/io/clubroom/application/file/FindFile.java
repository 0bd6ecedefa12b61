package io.clubroom.application.file;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.chat.RoomAction;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomStandings;
import io.clubroom.domain.chat.RoomVerdict;
import io.clubroom.domain.chat.moderation.Reports;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.file.StoredFile;

/**
 * Finds a file that the actor may read. The owner may read it, users who may read the message that it is attached to, and administrators if
 * it is attached to none. Moderators who may see the report of a message may read its files even if the message was deleted.
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
    private final Reports reports;

    public FindFile(Files files, Messages messages, RoomStandings standings, Reports reports) {
        this.standings = standings;
        this.reports = reports;
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
        if (!file.inUse()) {
            return actor.isAdmin();
        }
        return messages.roomOf(file.id())
                        .filter(room -> RoomAccess.mayRead(standings.of(actor, room)))
                        .isPresent()
                || reports.roomOf(file.id())
                        .filter(room -> mayModerate(actor, room))
                        .isPresent();
    }

    private boolean mayModerate(Actor.SignedIn actor, RoomId room) {
        return actor.isAdmin()
                || RoomAccess.decide(standings.of(actor, room), RoomAction.MODERATE) == RoomVerdict.ALLOWED;
    }
}
