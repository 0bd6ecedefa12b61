package io.clubroom.domain.chat;

import io.clubroom.domain.user.Role;
import org.jspecify.annotations.Nullable;

/**
 * What a user is in a room that exists: the facts by which {@link RoomAccess} decides.
 *
 * @param role null for somebody for whom the room does not exist
 * @param mute null unless the user is muted at present
 * @param reach whom messages of the user reach; {@link Reach#REACHED} in all rooms that are not direct
 */
public record RoomStanding(
        RoomKind kind, @Nullable RoomRole role, @Nullable Mute mute, Reach reach) {
    /** Whether messages in a direct room reach anybody. */
    public enum Reach {
        REACHED,
        /** The only other member has blocked the user, or all others have left or are inactive. */
        NOT_REACHABLE,
        /** The user has blocked the only other member. */
        BLOCKED_BY_USER
    }

    /** Whether the user is shown who else is in the room, and types. */
    public boolean isShownOthers() {
        return reach != Reach.BLOCKED_BY_USER;
    }

    /**
     * The standing of a user by what is stored. Administrators can't be muted or banned.
     *
     * @param userRole the user's role in the club
     * @param stored the user's stored role in the room, null if there is none
     */
    public static RoomStanding of(
            RoomKind kind, Role userRole, @Nullable RoomRole stored, boolean banned, @Nullable Mute mute, Reach reach) {
        boolean isAdmin = userRole == Role.ADMIN;
        return new RoomStanding(
                kind, banned && !isAdmin ? null : effective(kind, userRole, stored), isAdmin ? null : mute, reach);
    }

    private static @Nullable RoomRole effective(RoomKind kind, Role userRole, @Nullable RoomRole stored) {
        if (kind != RoomKind.PUBLIC) {
            return stored;
        }
        if (userRole == Role.ADMIN) {
            return RoomRole.OWNER;
        }
        return stored == null ? RoomRole.MEMBER : stored;
    }
}
