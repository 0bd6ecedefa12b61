package io.clubroom.application.chat;

import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.Rooms;
import java.util.List;
import java.util.Map;

/** Reads the new messages of all rooms that have members on this node. */
public final class FollowRooms {
    /**
     * @param reached where the messages of each room end; rooms that do not exist are left out
     * @param messages the first new messages of each room that has any, oldest first
     */
    public record News(Map<RoomId, Rooms.Reached> reached, Map<RoomId, List<Message>> messages) {}

    private final Rooms rooms;
    private final Messages messages;

    public FollowRooms(Rooms rooms, Messages messages) {
        this.rooms = rooms;
        this.messages = messages;
    }

    /**
     * @param known {@link Message#seq()} of the last message that this node knows, for each room
     * @param limit the most messages returned for one room
     */
    public News follow(Map<RoomId, Long> known, int limit) {
        Map<RoomId, Rooms.Reached> reached = rooms.reached(known.keySet());
        boolean any = reached.entrySet().stream()
                .anyMatch(room -> room.getValue().lastSeq() > known.getOrDefault(room.getKey(), Long.MAX_VALUE));
        return new News(reached, any ? messages.following(known, limit) : Map.of());
    }
}
