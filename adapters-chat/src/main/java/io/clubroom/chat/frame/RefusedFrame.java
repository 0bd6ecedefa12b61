package io.clubroom.chat.frame;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.RoomId;
import org.jspecify.annotations.Nullable;

/** Thrown for an invalid client frame. Carries the error to send. */
public final class RefusedFrame extends Exception {
    private final transient ServerFrame.Failed answer;
    private final boolean keepsConnection;

    public RefusedFrame(
            ErrorCode code, String message, @Nullable RoomId room, @Nullable ClientMessageId clientMessageId) {
        this(new ServerFrame.Failed(code, message, room, clientMessageId), false);
    }

    private RefusedFrame(ServerFrame.Failed answer, boolean keepsConnection) {
        super(answer.message(), null, false, false);
        this.answer = answer;
        this.keepsConnection = keepsConnection;
    }

    /** Returns a refusal that keeps the connection open even if the client has not authenticated yet. */
    RefusedFrame keepingConnection() {
        return new RefusedFrame(answer, true);
    }

    /** Whether the connection stays open even if the client has not authenticated yet. */
    public boolean isForgiven() {
        return keepsConnection;
    }

    public ServerFrame.Failed answer() {
        return answer;
    }
}
