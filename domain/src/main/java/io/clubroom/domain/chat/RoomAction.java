package io.clubroom.domain.chat;

/** An action in a room that needs permission. */
public enum RoomAction {
    /** See the room, its messages and their files, its members and who is present; receive its changes and events; mark as read; report. */
    READ,
    /** Post, edit one's own messages, react. */
    WRITE,
    /** Show others that one is typing. Allowed even to a user who has blocked the other member, so that the block goes unnoticed. */
    TYPE,
    /** Delete one's own messages. */
    DELETE_OWN,
    /** Leave the room. */
    LEAVE,
    /** Delete messages of others, read earlier versions, mute, ban, see and resolve reports. */
    MODERATE,
    /** Add and remove members with the role {@link RoomRole#MEMBER}. */
    ADMIT,
    /** Rename and delete the room, assign roles. */
    OWN
}
