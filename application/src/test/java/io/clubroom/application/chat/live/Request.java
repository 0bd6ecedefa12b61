package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.file.FileId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client sends. */
sealed interface Request {
    RoomId room();

    record Enter(RoomId room, @Nullable Long afterSeq) implements Request {}

    record Leave(RoomId room) implements Request {}

    record Publish(
            RoomId room,
            String text,
            List<FileId> files,
            @Nullable ClientMessageId id) implements Request {}

    record Type(RoomId room) implements Request {}
}
