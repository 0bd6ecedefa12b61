package io.clubroom.domain.chat;

import io.clubroom.domain.file.FileId;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores messages. The messages of a room are numbered 1, 2, 3, … without gaps, whichever nodes store them; a reader who sees a
 * message sees all messages before it.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface Messages {
    /** The outcome of storing a draft. */
    sealed interface Outcome {
        record Stored(Message message) implements Outcome {}

        /** The sender had already stored this message with the same {@link ClientMessageId} in the room. */
        record Repeated(Message message) implements Outcome {}

        record NoSuchRoom() implements Outcome {}

        /** The sender no longer exists or is inactive, or the sender's token has been revoked. */
        record NoSuchSender() implements Outcome {}

        /** A file of the draft does not exist, is not the sender's, is attached to a message already, or is listed twice. */
        record NoSuchFile() implements Outcome {}
    }

    /**
     * Stores drafts in this order, in a transaction of its own, durably. A refused draft does not affect the others. From then on the files
     * of a stored draft are attached to the message: they are removed together with it.
     *
     * @return the outcome of each draft
     * @throws io.clubroom.domain.Unavailable if the outcome is unknown: either all drafts were stored or none
     */
    List<Outcome> append(List<Draft> drafts);

    /** Returns the last {@code limit} messages of a room with {@code after < seq < before}, newest first. */
    List<Message> newest(RoomId room, long after, long before, int limit);

    /**
     * Returns the first {@code limit} messages of each room with a {@code seq} above the given one, oldest first. Rooms without such
     * messages are left out.
     */
    Map<RoomId, List<Message>> following(Map<RoomId, Long> after, int limit);

    /** Returns the room of the message that the file is attached to; empty if it is attached to none, or does not exist. */
    Optional<RoomId> roomOf(FileId file);
}
