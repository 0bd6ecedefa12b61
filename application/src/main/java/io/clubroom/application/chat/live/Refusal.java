package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.ChangeRefusal;

/** The reason why a client's request was not carried out. */
public enum Refusal {
    ROOM_NOT_FOUND,
    /** A file of the message does not exist, is not the sender's, is already attached to a message, or is listed twice. */
    FILE_NOT_FOUND,
    /** The user no longer exists or is inactive. */
    NO_SUCH_USER,
    MESSAGE_NOT_FOUND,
    MESSAGE_DELETED,
    /** The text is empty, and the message has no files. */
    INVALID_CONTENT,
    /** The message is somebody else's. */
    FORBIDDEN,
    /** The message is too old to be edited. */
    EDIT_WINDOW_OVER,
    /** The message already has the maximum number of different emojis. */
    TOO_MANY_REACTIONS,
    /** The user has already used the {@code client_message_id} for another change in the room. */
    CLIENT_MESSAGE_ID_USED,
    MUTED,
    /** Nobody in the direct room would receive it. */
    NOT_REACHABLE,
    /** The user has blocked the other member of the direct room. */
    USER_BLOCKED,
    /** Too many changes wait to be stored. */
    OVERLOADED,
    /** The store is unreachable. A change may have been stored nevertheless. */
    UNAVAILABLE,
    /** An internal error. A change may have been stored nevertheless. */
    FAULT;

    static Refusal of(ChangeRefusal refusal) {
        return switch (refusal) {
            case NO_SUCH_ROOM -> ROOM_NOT_FOUND;
            case NO_SUCH_SENDER -> NO_SUCH_USER;
            case NO_SUCH_FILE -> FILE_NOT_FOUND;
            case NO_SUCH_MESSAGE -> MESSAGE_NOT_FOUND;
            case MESSAGE_DELETED -> MESSAGE_DELETED;
            case INVALID_CONTENT -> INVALID_CONTENT;
            case FORBIDDEN -> FORBIDDEN;
            case EDIT_WINDOW_OVER -> EDIT_WINDOW_OVER;
            case TOO_MANY_REACTIONS -> TOO_MANY_REACTIONS;
            case CLIENT_MESSAGE_ID_USED -> CLIENT_MESSAGE_ID_USED;
            case MUTED -> MUTED;
            case NOT_REACHABLE -> NOT_REACHABLE;
            case USER_BLOCKED -> USER_BLOCKED;
        };
    }
}
