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
 * Stores the members of rooms. All users are members of a public room; only those with a role above {@link RoomRole#MEMBER} are stored.
 * Inactive members are stored, but not returned.
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

    /** The position of a member in the list of a room's members. */
    record Position(Instant joinedAt, UserId user) {}

    /**
     * The active members of a room other than a given one.
     *
     * @param hasOwner whether one of them is an owner
     * @param next the user who becomes owner if there is none: the moderator who has been a member for the longest time, or else the member
     *     who has; null if there is neither, or if there is an owner
     */
    record Others(boolean hasOwner, @Nullable UserId next) {}

    /**
     * Locks the members of a room and their roles against other transactions that lock them, until the current one ends. All changes of
     * them require this lock. It must be acquired before locks of users, including that of the actor. It does not keep messages from being
     * stored.
     */
    void lock(RoomId room);

    /**
     * Like {@link #lock}, for all private rooms of which the user is an owner; also keeps messages from being stored in those without
     * another active member. Returns the rooms, ordered by id.
     */
    List<RoomId> lockOwnedBy(UserId owner);

    /** Returns which of these users are active. They are locked against deactivation and removal until the current transaction ends. */
    Set<UserId> lockActive(Collection<UserId> users);

    /**
     * Returns the active members, ordered by when they joined.
     *
     * @param after null to begin at the first
     */
    List<Member> list(RoomId room, @Nullable Position after, int limit);

    /** Returns the member; empty if the user is not a member or is inactive. */
    Optional<Member> find(RoomId room, UserId user);

    /**
     * Returns the private and direct rooms of which users are members; users without any may be left out.
     *
     * @param limit the maximum number of rooms returned per user; of more, those with the lowest ids are returned
     */
    Map<UserId, List<RoomId>> closedRooms(Collection<UserId> users, int limit);

    Others others(RoomId room, UserId besides);

    /** Whether the user is banned from the room at this time. */
    boolean isBanned(RoomId room, UserId user, Instant now);

    /** Returns the users who are banned from the room at this time. */
    List<UserId> banned(RoomId room);

    /** Stores new members. Of members who are already stored, only the role changes. The users and the room must exist. */
    void add(RoomId room, Collection<UserId> users, RoomRole role, Instant joinedAt);

    /** Removes a member. Once the transaction has committed, nothing more that the user is writing is stored. */
    void remove(RoomId room, UserId user);
}
