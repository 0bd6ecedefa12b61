package io.clubroom.domain.chat;

import io.clubroom.domain.file.FileId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Stores messages and changes of messages. The messages of a room are numbered 1, 2, 3, … without gaps, and so are its changes, whichever
 * nodes store them. A reader who sees one sees all before it.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface Messages {
    /** The outcome of storing a draft. */
    sealed interface Outcome {
        record Stored(RoomChange change) implements Outcome {}

        /** The sender had already stored this change with the same {@link ClientMessageId} in the room. */
        record Repeated(RoomChange change) implements Outcome {}

        /** The draft had no effect, so nothing was stored. The change is {@link RoomChange#UNNUMBERED}. */
        record Unchanged(RoomChange change) implements Outcome {}

        /** @param until when the sender's mute ends; null if it has no end or the refusal is not {@link ChangeRefusal#MUTED} */
        record Refused(ChangeRefusal refusal, @Nullable Instant until) implements Outcome {
            public Refused(ChangeRefusal refusal) {
                this(refusal, null);
            }
        }
    }

    /**
     * An earlier text of a message, or its current one.
     *
     * @param at when the message got the text, in microseconds
     * @param replacedBy {@link RoomChange#change()} of the edit that replaced it; null for the current one
     */
    record Version(MessageText text, Instant at, @Nullable Long replacedBy) {}

    /**
     * Stores drafts in order and durably, in the current transaction or, outside one, in a transaction of its own. A refused draft does not
     * affect the others. The files of a stored message are attached to it, and are removed together with it.
     *
     * @return the outcome of each draft
     * @throws io.clubroom.domain.Unavailable if the outcome is unknown: either all drafts were stored or none
     */
    List<Outcome> append(List<? extends ChangeDraft> drafts);

    /** Returns the last {@code limit} messages of a room with {@code after < seq < before}, newest first. */
    List<Message> newest(RoomId room, long after, long before, int limit);

    /** Returns the messages at these places, in any order. Places without a message are left out. */
    List<Message> at(Collection<Rooms.Place> places);

    /**
     * Returns the first {@code limit} messages of each room with a {@code seq} above the given one, oldest first. Rooms without such
     * messages are left out.
     */
    Map<RoomId, List<Message>> following(Map<RoomId, Long> after, int limit);

    /**
     * Returns the first {@code limit} changes of each room with a number above the given one, oldest first. Rooms without such changes are
     * left out.
     */
    Map<RoomId, List<RoomChange>> changes(Map<RoomId, Long> after, int limit);

    /** Returns the message; empty if there is none with this id in the room. */
    Optional<Message> find(RoomId room, MessageId id);

    /**
     * Returns the last {@code limit} texts of a message, the current one first; none if it was deleted.
     *
     * @param before only texts that were replaced before this change; null for all
     */
    List<Version> versions(RoomId room, MessageId id, @Nullable Long before, int limit);

    /**
     * Returns the room of the message that the file is attached to; empty if it is attached to none, or to one that was deleted, or does not
     * exist.
     */
    Optional<RoomId> roomOf(FileId file);
}
