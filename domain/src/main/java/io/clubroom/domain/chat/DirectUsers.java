package io.clubroom.domain.chat;

import io.clubroom.domain.user.UserId;
import io.clubroom.domain.validation.InvalidValue;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The users of a direct room. They never change, and there is one room for each set of users.
 *
 * @param ids sorted, without duplicates
 */
public record DirectUsers(List<UserId> ids) {
    /** The maximum number of users of a direct room. */
    public static final int MAX = 10;

    /**
     * Returns the users of the direct room that a user opens with others.
     *
     * @param others may contain duplicates and the opener; must contain somebody else
     */
    public static DirectUsers of(UserId opener, Collection<UserId> others) {
        List<UserId> ids = Stream.concat(Stream.of(opener), others.stream())
                .distinct()
                .sorted(Comparator.comparing(UserId::toString))
                .toList();
        if (ids.size() < 2) {
            throw new InvalidValue("user_ids", "must name somebody else");
        }
        if (ids.size() > MAX) {
            throw new InvalidValue("user_ids", "must name at most " + (MAX - 1) + " other users");
        }
        return new DirectUsers(ids);
    }

    /** Returns all users except one. */
    public List<UserId> others(UserId user) {
        return ids.stream().filter(id -> !id.equals(user)).toList();
    }
}
