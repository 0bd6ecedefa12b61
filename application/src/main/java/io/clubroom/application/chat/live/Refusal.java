package io.clubroom.application.chat.live;

/** Why a client's request was not carried out. */
public enum Refusal {
    ROOM_NOT_FOUND,
    /** A file of the message does not exist, is not the sender's, is attached to a message already, or is listed twice. */
    FILE_NOT_FOUND,
    /** The user no longer exists or is inactive. */
    NO_SUCH_USER,
    /** Too many messages wait to be stored. */
    OVERLOADED,
    /** The store is unreachable. A message may have been stored nevertheless. */
    UNAVAILABLE,
    /** The server failed. A message may have been stored nevertheless. */
    FAULT
}
