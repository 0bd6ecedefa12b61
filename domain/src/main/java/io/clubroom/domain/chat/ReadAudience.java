package io.clubroom.domain.chat;

import io.clubroom.domain.user.UserId;
import java.util.Set;

/**
 * Who may be told how far a user has read a room: the user's own connections always; others in private and direct rooms of at most {@link
 * #MAX_MEMBERS} active members, unless either does not want read receipts. In a direct room of two, whoever has blocked the user is not told.
 *
 * @param others whether anybody else may
 * @param except those of the others who may not
 */
public record ReadAudience(boolean others, Set<UserId> except) {
    /** The active members of the largest room in which readings are told to others. */
    public static final int MAX_MEMBERS = 50;

    /** Nobody but the user. */
    public static final ReadAudience ONESELF = new ReadAudience(false, Set.of());

    public static ReadAudience allBut(Set<UserId> except) {
        return new ReadAudience(true, Set.copyOf(except));
    }

    /** Whether a user is told what the reader has read. */
    public boolean includes(UserId reader, UserId user) {
        return user.equals(reader) || (others && !except.contains(user));
    }
}
