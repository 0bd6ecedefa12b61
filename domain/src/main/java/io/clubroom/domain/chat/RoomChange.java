package io.clubroom.domain.chat;

import io.clubroom.domain.user.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A stored change of the content of a room. The changes of a room, new messages among them, are numbered 1, 2, 3, … without gaps. A change
 * has its message in the state at the time when the change is read.
 */
public sealed interface RoomChange {
    /** The number of a change that has none, because it had no effect, or whose number was not read. */
    long UNNUMBERED = 0;

    RoomId room();

    /** The number of the change in its room, or {@link #UNNUMBERED}. */
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
     * A user has added or removed a reaction to a message.
     *
     * @param user null if the user was deleted
     * @param removed whether the user has no reaction with this emoji when the change is read
     * @param count the number of users who have a reaction with this emoji when the change is read
     */
    record Reacted(
            long change,
            Message message,
            Emoji emoji,
            @Nullable Participant user,
            boolean removed,
            int count) implements OfMessage {}

    /** A user who was in the room or had written there was deleted. */
    record UserErased(long change, RoomId room, UserId user) implements RoomChange {}
}
