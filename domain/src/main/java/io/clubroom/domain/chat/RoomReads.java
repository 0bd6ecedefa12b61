package io.clubroom.domain.chat;

import io.clubroom.domain.user.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Stores the read markers of users in rooms. In a public room, the read marker starts at the last message when the account was created; in
 * other rooms, at the last message when the user became a member.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface RoomReads {
    /**
     * The read marker and unread counts of a user in a room.
     *
     * @param seq the read marker: the {@code seq} of the last message that was read, 0 if none
     * @param unread the number of messages after it that are neither the user's own nor deleted
     * @param mentions the number of unread messages that mention the user
     */
    record Counts(long seq, long unread, long mentions, NotifyLevel level) {
        /** Of a room without messages. */
        public static final Counts NOTHING = new Counts(0, 0, 0, NotifyLevel.ALL);
    }

    /** A user in a room. */
    record Reader(RoomId room, UserId user) {}

    /** The read marker of a user, sent to another one. */
    record Receipt(UserId user, long seq) {}

    /**
     * The read state of a room that a user is shown, at one time.
     *
     * @param receipts the read markers of the other active members whose {@link ReadAudience} includes the reader
     */
    record State(Counts counts, List<Receipt> receipts) {}

    /** A new read marker. */
    record Mark(Reader reader, long seq) {}

    /** The outcome of setting a read marker. */
    enum Marked {
        /** The read marker has moved forward. */
        MOVED,
        /** The user had already read as much, or more. */
        UNCHANGED,
        /** The room has no such message yet, or does not exist. */
        BEYOND_END
    }

    /** Returns the exact read markers and unread counts of a user at this time. Rooms that do not exist are left out. */
    Map<RoomId, Counts> counts(UserId user, Collection<RoomId> rooms);

    /**
     * The last message and change of a room, and the unread counts of members, at one time.
     *
     * @param members the counts of those requested users who are members
     */
    record Activity(Rooms.Reached reached, Map<UserId, Counts> members) {}

    /**
     * Returns the unread counts of several users in private and direct rooms. Rooms that do not exist, or have no such members, are left
     * out.
     */
    Map<RoomId, Activity> activity(Map<RoomId, ? extends Collection<UserId>> rooms);

    /** Returns the read states of rooms for users. Rooms that do not exist are left out. */
    Map<Reader, State> states(Collection<Reader> readers);

    /** Returns the recipients of the readers' read receipts; a reader who is left out has no others. */
    Map<Reader, ReadAudience> audiences(Collection<Reader> readers);

    /**
     * Marks rooms as read up to messages for many users, in a transaction of its own.
     *
     * @param marks the read markers, of different readers
     * @return the outcome of each
     */
    List<Marked> mark(List<Mark> marks);

    /** Marks a room as read up to a message. */
    Marked read(UserId user, RoomId room, long seq);

    void setNotify(UserId user, RoomId room, NotifyLevel notify);
}
