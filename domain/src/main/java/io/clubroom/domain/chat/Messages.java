package io.clubroom.domain.chat;

import java.util.List;
import java.util.Map;

/**
 * All messages. In a room they are numbered 1, 2, 3, … without a gap, whoever stores them on whatever node; whoever sees one sees
 * all before it.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} when the store cannot be reached.
 */
public interface Messages {
    /** What came of a draft. */
    sealed interface Outcome {
        record Stored(Message message) implements Outcome {}

        /** The sender has stored a message by this {@link ClientMessageId} in this room before: this one. */
        record Repeated(Message message) implements Outcome {}

        record NoSuchRoom() implements Outcome {}

        /** The sender does not exist any more, or is not active. */
        record NoSuchSender() implements Outcome {}
    }

    /**
     * Stores drafts in this order, at once and for ever: when it returns, nothing that is stored can be lost. It is a unit of work
     * of its own. When it throws {@link io.clubroom.domain.Unavailable}, the drafts may be stored, all of them or none.
     *
     * @return for each draft what came of it; one that is refused does not keep the others from being stored
     */
    List<Outcome> append(List<Draft> drafts);

    /** The last messages of a room with {@code after < seq < before}, at most {@code limit} of them, the newest first. */
    List<Message> newest(RoomId room, long after, long before, int limit);

    /**
     * For each room the first messages with a {@code seq} above the given one, at most {@code limit} a room, the oldest first; rooms
     * without any are left out.
     */
    Map<RoomId, List<Message>> following(Map<RoomId, Long> after, int limit);
}
