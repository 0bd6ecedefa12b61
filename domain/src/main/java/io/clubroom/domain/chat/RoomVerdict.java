package io.clubroom.domain.chat;

/** A decision of {@link RoomAccess}. */
public enum RoomVerdict {
    ALLOWED,
    /** The room does not exist, or the user may not see it. */
    NOT_FOUND,
    /** The user's role is too low. */
    FORBIDDEN,
    MUTED,
    /** Nobody in the direct room would receive it. */
    NOT_REACHABLE,
    /** The user has blocked the other member of the direct room. */
    USER_BLOCKED,
    /** The action does not exist in direct rooms. */
    DIRECT_ROOM,
    /** A public room cannot be left. */
    PUBLIC_ROOM
}
