package io.clubroom.domain.chat;

import io.clubroom.domain.user.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds active users by their names, for everybody.
 *
 * <p>Every method throws {@link io.clubroom.domain.Unavailable} if the store is unreachable.
 */
public interface PeopleDirectory {
    /**
     * The position of a user in the list.
     *
     * @param fullName as it was when the page was read
     */
    record Position(String fullName, UserId user) {
        public static Position of(Participant user) {
            return new Position(user.fullName().value(), user.id());
        }
    }

    /**
     * Selects users.
     *
     * @param text a part of the username or the full name, ignoring case; null for all
     * @param inRoomsOf only users who share a private or direct room with this one; null for all users
     */
    record Query(@Nullable String text, @Nullable UserId inRoomsOf) {}

    /**
     * Returns up to {@code limit} users, ordered by full name.
     *
     * @param after null to begin at the first
     */
    List<Participant> list(Query query, @Nullable Position after, int limit);
}
