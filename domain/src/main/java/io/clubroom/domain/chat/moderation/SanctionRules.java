package io.clubroom.domain.chat.moderation;

import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.user.Role;

/** Decides whom moderators may mute and ban, and whose mutes and bans they may lift. */
public final class SanctionRules {
    private SanctionRules() {}

    /**
     * Whether a moderator is above a user, that is, has a higher role in the room. Nobody is above an administrator.
     *
     * @param moderator the moderator's role in the room
     * @param userRole the user's role in the club
     * @param roomRole the user's role in the room; {@link RoomRole#MEMBER} for a user who has none
     */
    public static boolean isAbove(RoomRole moderator, Role userRole, RoomRole roomRole) {
        return userRole != Role.ADMIN && roomRole.isBelow(moderator);
    }
}
