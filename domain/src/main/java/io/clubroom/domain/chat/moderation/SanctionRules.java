package io.clubroom.domain.chat.moderation;

import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.user.Role;

/** Decides whom moderators may mute and ban, and whose mutes and bans they may lift. */
public final class SanctionRules {
    private SanctionRules() {}

    /**
     * Whether somebody is above a user: those with a lower role in the room are below, but never administrators.
     *
     * @param moderator the role with which somebody acts
     * @param userRole the user's role in the club
     * @param roomRole the user's role in the room; {@link RoomRole#MEMBER} for somebody who has none
     */
    public static boolean isAbove(RoomRole moderator, Role userRole, RoomRole roomRole) {
        return userRole != Role.ADMIN && roomRole.isBelow(moderator);
    }
}
