package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.user.UserId;
import java.util.ArrayList;
import java.util.List;

/** A user, who may have several clients. */
final class SimulatedUser {
    /** A change that was asked for with an id, and may be asked for again. */
    record Sent(RoomId room, Action action, ClientMessageId id) {}

    final UserId id;
    final List<Sent> sent = new ArrayList<>();
    final List<FileId> files = new ArrayList<>();

    SimulatedUser(UserId id) {
        this.id = id;
    }
}
