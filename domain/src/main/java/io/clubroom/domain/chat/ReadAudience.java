package io.clubroom.domain.chat;

import io.clubroom.domain.user.UserId;
import java.util.Set;

/**
 * The recipients of a user's read receipts in a room: the user's own connections always; the other members in private and direct rooms of
 * at most {@link #MAX_MEMBERS} active members, unless either of the two has turned read receipts off. In a direct room of two, a member who
 * has blocked the user gets none.
 *
 * @param others whether other members get read receipts
 * @param except the other members who get none
 */
public record ReadAudience(boolean others, Set<UserId> except) {
    /** The maximum number of active members of a room in which others get read receipts. */
    public static final int MAX_MEMBERS = 50;

    /** Nobody but the user. */
    public static final ReadAudience ONESELF = new ReadAudience(false, Set.of());

    public static ReadAudience allBut(Set<UserId> except) {
        return new ReadAudience(true, Set.copyOf(except));
    }

    /** Whether a user gets the read receipts of the reader. */
    public boolean includes(UserId reader, UserId user) {
        return user.equals(reader) || (others && !except.contains(user));
    }
}
