package io.clubroom.domain.chat;

/**
 * A room as one of those who may read it sees it in a list.
 *
 * @param room with the name that this reader sees: that of a direct room consists of the others' full names
 * @param memberCount how many active members it has; of a public room, all active users who are not banned there
 * @param reached where its messages and changes end
 */
public record RoomSummary(Room room, long memberCount, Rooms.Reached reached) {}
