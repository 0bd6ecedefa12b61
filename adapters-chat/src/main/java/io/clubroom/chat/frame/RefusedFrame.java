package io.clubroom.chat.frame;

import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.RoomId;
import org.jspecify.annotations.Nullable;

/** A frame that is answered with an error. */
public final class RefusedFrame extends Exception {
    private final transient ServerFrame.Failed answer;

    public RefusedFrame(
            ErrorCode code, String sentence, @Nullable RoomId room, @Nullable ClientMessageId clientMessageId) {
        super(sentence, null, false, false);
        this.answer = new ServerFrame.Failed(code, sentence, room, clientMessageId);
    }

    public ServerFrame.Failed answer() {
        return answer;
    }
}
