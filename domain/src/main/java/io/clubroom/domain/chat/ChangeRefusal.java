package io.clubroom.domain.chat;

/** Why a change was not stored. */
public enum ChangeRefusal {
    /** There is no such room, or not for this user. */
    NO_SUCH_ROOM,
    /** The user no longer exists or is inactive, or the user's token has been revoked. */
    NO_SUCH_SENDER,
    /** A file does not exist, is not the sender's, is attached to a message already, or is listed twice. */
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
    /** The message has {@link ChangeRules#MAX_EMOJIS} different emojis already. */
    TOO_MANY_REACTIONS,
    /** The user has given the {@link ClientMessageId} to another change in the room. */
    CLIENT_MESSAGE_ID_USED,
    MUTED,
    /** Nobody in the direct room would get it. */
    NOT_REACHABLE,
    /** The user has blocked the other member of the direct room. */
    USER_BLOCKED
}
