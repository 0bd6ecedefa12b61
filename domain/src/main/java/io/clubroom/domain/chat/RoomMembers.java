package io.clubroom.domain.chat;

import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stores who the members of rooms are. Everybody is a member of a public room; stored are only those with a role above {@link
 * RoomRole#MEMBER}. Members who are inactive are stored, but not seen.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface RoomMembers {
    /** @param joinedAt in microseconds, the precision of the store */
    record Member(Participant user, RoomRole role, Instant joinedAt) {
        public Position position() {
            return new Position(joinedAt, user.id());
        }
    }

    /** The place of a member in the list of a room's members. */
    record Position(Instant joinedAt, UserId user) {}

    /**
     * The active members of a room besides one.
     *
     * @param hasOwner whether one of them is an owner
     * @param next who becomes owner if there is none: the moderator who has been a member for the longest time, otherwise the member; null
     *     if there is neither, or if there is an owner
     */
    record Others(boolean hasOwner, @Nullable UserId next) {}

    /**
     * Locks the members of a room, and their roles, against other transactions that lock them, until the current one ends. Whoever changes
     * them holds this lock. It comes before locks of users, also that of the actor; messages are stored meanwhile.
     */
    void lock(RoomId room);

    /**
     * Like {@link #lock}, for all private rooms of which the user is an owner; also locks messages out of those that have no other active
     * member. Returns the rooms, by their ids.
     */
    List<RoomId> lockOwnedBy(UserId owner);

    /** Returns which of these users are active. They are locked against deactivation and removal until the current transaction ends. */
    Set<UserId> lockActive(Collection<UserId> users);

    /**
     * Returns the active members, those who joined first first.
     *
     * @param after null begins at the first
     */
    List<Member> list(RoomId room, @Nullable Position after, int limit);

    /** Returns the member; empty if the user is none, or inactive. */
    Optional<Member> find(RoomId room, UserId user);

    /**
     * Returns the private and direct rooms that users are members of; users without any may be left out.
     *
     * @param limit the most of them returned for one user, those with the lowest ids
     */
    Map<UserId, List<RoomId>> closedRooms(Collection<UserId> users, int limit);

    Others others(RoomId room, UserId besides);

    /** Whether the user is banned from the room at this time. */
    boolean isBanned(RoomId room, UserId user, Instant now);

    /** Returns who is banned from the room at this time. */
    List<UserId> banned(RoomId room);

    /** Stores new members. Of those who are stored already, only the role changes. The users and the room exist. */
    void add(RoomId room, Collection<UserId> users, RoomRole role, Instant joinedAt);

    /** Removes a member. When the transaction has committed, nothing is stored that the user was about to write. */
    void remove(RoomId room, UserId user);
}
