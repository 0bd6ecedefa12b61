package io.clubroom.domain.chat;

/** The reason why a change was not stored. */
public enum ChangeRefusal {
    /** The room does not exist, or the user may not see it. */
    NO_SUCH_ROOM,
    /** The user no longer exists or is inactive, or the user's token has been revoked. */
    NO_SUCH_SENDER,
    /** A file does not exist, is not the sender's, is already attached to a message, or is listed twice. */
    NO_SUCH_FILE,
    /** There is no such message in the room. */
    NO_SUCH_MESSAGE,
    MESSAGE_DELETED,
    /** The text is empty, and the message has no files. */
    INVALID_CONTENT,
    /** The message is somebody else's. */
    FORBIDDEN,
    /** The message is too old to be edited. */
    EDIT_WINDOW_OVER,
    /** The message already has {@link ChangeRules#MAX_EMOJIS} different emojis. */
    TOO_MANY_REACTIONS,
    /** The user has already used the {@link ClientMessageId} for another change in the room. */
    CLIENT_MESSAGE_ID_USED,
    MUTED,
    /** Nobody in the direct room would receive it. */
    NOT_REACHABLE,
    /** The user has blocked the other member of the direct room. */
    USER_BLOCKED
}
