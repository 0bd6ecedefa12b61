package io.clubroom.domain.chat;

import org.jspecify.annotations.Nullable;

/** Decides what a user may do in a room. Everything that reads from or writes to a room on behalf of a user must ask here. */
public final class RoomAccess {
    private RoomAccess() {}

    /** @param standing null if there is no such room */
    public static RoomVerdict decide(@Nullable RoomStanding standing, RoomAction action) {
        if (standing == null || standing.role() == null) {
            return RoomVerdict.NOT_FOUND;
        }
        return switch (action) {
            case READ, DELETE_OWN -> RoomVerdict.ALLOWED;
            case WRITE -> write(standing);
            case TYPE -> {
                RoomVerdict verdict = write(standing);
                yield verdict == RoomVerdict.USER_BLOCKED ? RoomVerdict.ALLOWED : verdict;
            }
            case LEAVE ->
                switch (standing.kind()) {
                    case PUBLIC -> RoomVerdict.PUBLIC_ROOM;
                    case PRIVATE -> RoomVerdict.ALLOWED;
                    case DIRECT -> RoomVerdict.DIRECT_ROOM;
                };
            case MODERATE -> required(standing, standing.role(), RoomRole.MODERATOR);
            case ADMIT -> required(standing, standing.role(), RoomRole.MODERATOR);
            case OWN -> required(standing, standing.role(), RoomRole.OWNER);
        };
    }

    /** Whether a user with this standing may read the room. */
    public static boolean mayRead(@Nullable RoomStanding standing) {
        return decide(standing, RoomAction.READ) == RoomVerdict.ALLOWED;
    }

    private static RoomVerdict write(RoomStanding standing) {
        if (standing.mute() != null) {
            return RoomVerdict.MUTED;
        }
        return switch (standing.reach()) {
            case REACHED -> RoomVerdict.ALLOWED;
            case NOT_REACHABLE -> RoomVerdict.NOT_REACHABLE;
            case BLOCKED_BY_USER -> RoomVerdict.USER_BLOCKED;
        };
    }

    private static RoomVerdict required(RoomStanding standing, RoomRole role, RoomRole least) {
        if (standing.kind() == RoomKind.DIRECT) {
            return RoomVerdict.DIRECT_ROOM;
        }
        return role.isBelow(least) ? RoomVerdict.FORBIDDEN : RoomVerdict.ALLOWED;
    }
}
