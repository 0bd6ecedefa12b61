package io.clubroom.domain.chat;

import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import java.util.List;
import java.util.Optional;

/**
 * Finds the messages of which users are notified by mail, and records which notifications were sent. There is at most one mail for each
 * room and {@linkplain Absences.Absence absence}, and no message is in two mails.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface Notices {
    /**
     * Returns the messages to notify the user of, in the rooms for which no mail was queued in this absence: unread messages of others of
     * which the user was not notified yet, in direct rooms or with a mention of the user. Excluded are deleted messages, rooms that the
     * user may not read or wants no notices of ({@link NotifyLevel}), and direct rooms of two whose other member the user has blocked.
     *
     * @param limit the maximum number of messages returned per room; all are counted
     */
    List<UnreadMessages> unread(User user, long absence, int limit);

    /**
     * Returns what {@link #unread} would return for one room if no mail were queued; empty if the user was already notified of messages
     * there in this absence.
     */
    Optional<UnreadMessages> unreadIn(RoomId room, User user, long absence, int limit);

    /** Records in the current transaction that a mail for the room and absence was queued. */
    void queued(UserId user, RoomId room, long absence);

    /** Records that the mail was not sent, because there was nothing left to notify of; another one may be queued in the same absence. */
    void withdrawn(UserId user, RoomId room, long absence);

    /** Records that a mail notified the user of the messages up to this one. */
    void told(UserId user, RoomId room, long absence, long lastSeq);
}
