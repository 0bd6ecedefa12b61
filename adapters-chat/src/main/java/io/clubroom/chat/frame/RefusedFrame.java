package io.clubroom.chat.frame;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.RoomId;
import org.jspecify.annotations.Nullable;

/** Thrown for a client frame that is answered with an error. */
public final class RefusedFrame extends Exception {
    private final transient ServerFrame.Failed answer;
    private final boolean forgiven;

    public RefusedFrame(
            ErrorCode code, String message, @Nullable RoomId room, @Nullable ClientMessageId clientMessageId) {
        this(new ServerFrame.Failed(code, message, room, clientMessageId), false);
    }

    private RefusedFrame(ServerFrame.Failed answer, boolean forgiven) {
        super(answer.message(), null, false, false);
        this.answer = answer;
        this.forgiven = forgiven;
    }

    /** A refusal that does not end the connection, even if the client has not authenticated yet. */
    RefusedFrame forgive() {
        return new RefusedFrame(answer, true);
    }

    /** Whether the connection stays, even if the client has not authenticated yet. */
    public boolean isForgiven() {
        return forgiven;
    }

    public ServerFrame.Failed answer() {
        return answer;
    }
}
