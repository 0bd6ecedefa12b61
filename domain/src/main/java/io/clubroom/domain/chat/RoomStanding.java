package io.clubroom.domain.chat;

import io.clubroom.domain.user.Role;
import org.jspecify.annotations.Nullable;

/**
 * The standing of a user in an existing room: the facts on which {@link RoomAccess} bases its decisions.
 *
 * @param role null if the user may not see the room
 * @param mute the current mute; null if the user is not muted
 * @param reach whether the user's messages reach anybody; {@link Reach#REACHED} in all rooms that are not direct
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

    /** Whether the user is shown others' presence and typing. */
    public boolean isShownOthers() {
        return reach != Reach.BLOCKED_BY_USER;
    }

    /**
     * Derives the standing of a user from the stored facts. Administrators cannot be muted or banned.
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
