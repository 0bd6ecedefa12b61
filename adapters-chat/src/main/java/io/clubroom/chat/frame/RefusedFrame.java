package io.clubroom.chat.frame;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.RoomId;
import org.jspecify.annotations.Nullable;

/** Thrown for a client frame that is answered with an error. */
public final class RefusedFrame extends Exception {
    private final transient ServerFrame.Failed answer;

    public RefusedFrame(
            ErrorCode code, String message, @Nullable RoomId room, @Nullable ClientMessageId clientMessageId) {
        super(message, null, false, false);
        this.answer = new ServerFrame.Failed(code, message, room, clientMessageId);
    }

    public ServerFrame.Failed answer() {
        return answer;
    }
}
