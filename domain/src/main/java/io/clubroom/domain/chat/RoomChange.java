package io.clubroom.domain.chat;

import io.clubroom.domain.user.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A stored change of what is shown in a room. Changes of a room are numbered 1, 2, 3, … without gaps, messages among them. A change that
 * is read later shows its message as it is at that time.
 */
public sealed interface RoomChange {
    /** The change that stands for one that has no number, because nothing had to be changed. */
    long UNNUMBERED = 0;

    RoomId room();

    /** The number of the change in its room; {@link #UNNUMBERED} if nothing was changed. */
    long change();

    /** A change of one message. */
    sealed interface OfMessage extends RoomChange {
        /** The message after the change, as it is when the change is read. */
        Message message();

        @Override
        default RoomId room() {
            return message().room();
        }
    }

    record Posted(long change, Message message) implements OfMessage {}

    record Edited(long change, Message message) implements OfMessage {}

    record Deleted(long change, Message message) implements OfMessage {}

    /**
     * A user has reacted to a message, or no longer does.
     *
     * @param user null if the user was deleted
     * @param removed whether the user does not react with this emoji, as it is when the change is read
     * @param count how many users react with this emoji, as it is when the change is read
     */
    record Reacted(
            long change,
            Message message,
            Emoji emoji,
            @Nullable Participant user,
            boolean removed,
            int count) implements OfMessage {}

    /** A user who was in the room, or has written there, was deleted. */
    record UserErased(long change, RoomId room, UserId user) implements RoomChange {}
}
