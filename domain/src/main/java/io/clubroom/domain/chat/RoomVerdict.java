package io.clubroom.domain.chat;

/** What {@link RoomAccess} answers. */
public enum RoomVerdict {
    ALLOWED,
    /** For this user the room does not exist. */
    NOT_FOUND,
    /** The user's role is too low. */
    FORBIDDEN,
    MUTED,
    /** Nobody in the direct room would get it. */
    NOT_REACHABLE,
    /** The user has blocked the other member of the direct room. */
    USER_BLOCKED,
    /** Direct rooms do not have that. */
    DIRECT_ROOM,
    /** Nobody leaves a public room. */
    PUBLIC_ROOM
}
