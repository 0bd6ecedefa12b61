package io.clubroom.domain.chat;

/**
 * A room in the list of a user who may read it.
 *
 * @param room the room with the name that the user sees; a direct room is named after the other users
 * @param memberCount the number of active members; for a public room, of all active users who are not banned from it
 * @param reached its last message and change
 */
public record RoomSummary(Room room, long memberCount, Rooms.Reached reached) {}
