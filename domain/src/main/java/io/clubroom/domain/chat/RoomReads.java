package io.clubroom.domain.chat;

import io.clubroom.domain.user.UserId;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Keeps what users have read of rooms. In a public room a user begins with what it held when the account was made, in other rooms with what it
 * held when the user became a member.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface RoomReads {
    /**
     * What a user has read of a room, and what not.
     *
     * @param seq the number of the last message that was read, 0 if none
     * @param unread the messages behind it that are not the user's own, and not deleted
     * @param mentions those of the unread messages that mention the user
     */
    record Counts(long seq, long unread, long mentions, NotifyLevel level) {
        /** Of a room without messages. */
        public static final Counts NOTHING = new Counts(0, 0, 0, NotifyLevel.ALL);
    }

    /** A user in a room. */
    record Reader(RoomId room, UserId user) {}

    /** How far somebody has read, told to somebody else. */
    record Receipt(UserId user, long seq) {}

    /**
     * What a reader sees of a room at one time.
     *
     * @param receipts how far those of the other active members have read of whom {@link ReadAudience} lets the reader know
     */
    record State(Counts counts, List<Receipt> receipts) {}

    /** What somebody has read. */
    record Mark(Reader reader, long seq) {}

    /** What came of marking messages as read. */
    enum Marked {
        /** The user has read more than before. */
        MOVED,
        /** The user had read as much, or more. */
        UNCHANGED,
        /** The room has no such message yet, or does not exist. */
        BEYOND_END
    }

    /** Counts what a user has not read; exactly, at this time. Rooms that do not exist are left out. */
    Map<RoomId, Counts> counts(UserId user, Collection<RoomId> rooms);

    /**
     * Where a room ends, and what members have not read there, at one time.
     *
     * @param members those of the users who were asked for that are members
     */
    record Activity(Rooms.Reached reached, Map<UserId, Counts> members) {}

    /** Counts what several users have not read in private and direct rooms. Rooms that do not exist, or without such members, are left out. */
    Map<RoomId, Activity> activity(Map<RoomId, ? extends Collection<UserId>> rooms);

    /** Returns what readers see of their rooms. Rooms that do not exist are left out. */
    Map<Reader, State> states(Collection<Reader> readers);

    /** Returns who may be told what readers have read; where somebody is left out, nobody else. */
    Map<Reader, ReadAudience> audiences(Collection<Reader> readers);

    /**
     * Lets many users have read rooms up to messages, in a transaction of its own.
     *
     * @param marks of different readers
     * @return what came of each
     */
    List<Marked> mark(List<Mark> marks);

    /** Lets a user have read a room up to a message. */
    Marked read(UserId user, RoomId room, long seq);

    void setNotify(UserId user, RoomId room, NotifyLevel notify);
}
