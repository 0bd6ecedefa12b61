package io.clubroom.domain.chat;

import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import java.util.List;
import java.util.Optional;

/**
 * Finds the messages that users are told of by mail, and knows which they were told of. There is one mail for each room and {@linkplain
 * Absences.Absence absence} at most, and no message is in two.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface Notices {
    /**
     * Returns what the user has to be told of in the rooms for which no mail was queued in this absence: unread messages of others that the
     * user was not told of, in direct rooms, or that mention the user. Not those that were deleted, of rooms that the user may not read or
     * wants no notices of ({@link NotifyLevel}), or of a direct room of two whose other member the user has blocked.
     *
     * @param limit the most messages that are returned of each room; all are counted
     */
    List<UnreadMessages> unread(User user, long absence, int limit);

    /** What {@link #unread} returns of a room, for the mail of the absence; empty if the user was told of messages there in this absence. */
    Optional<UnreadMessages> unreadIn(RoomId room, User user, long absence, int limit);

    /** A mail for the room and absence has been queued, in the current transaction. */
    void queued(UserId user, RoomId room, long absence);

    /** The mail was not sent, because there was nothing to tell any more; another one may be queued in the same absence. */
    void withdrawn(UserId user, RoomId room, long absence);

    /** A mail has told of the messages up to this one. */
    void told(UserId user, RoomId room, long absence, long lastSeq);
}
