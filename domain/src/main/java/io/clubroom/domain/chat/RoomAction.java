package io.clubroom.domain.chat;

/** What somebody may do in a room. */
public enum RoomAction {
    /** See the room, its messages and their files, its members and who is there; be told of all that happens; mark as read; report. */
    READ,
    /** Post, edit one's own messages, react. */
    WRITE,
    /** Show others that one types. Whoever has blocked somebody does so as before, so that nobody notices. */
    TYPE,
    /** Delete one's own messages. */
    DELETE_OWN,
    /** Leave the room. */
    LEAVE,
    /** Delete messages of others, read earlier versions, mute, ban, see and resolve reports. */
    MODERATE,
    /** Add and remove members with the role {@link RoomRole#MEMBER}. */
    ADMIT,
    /** Rename and delete the room, give roles. */
    OWN
}
