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
     * @param reached {@link Message#seq()} of the last message of each room that exists
     * @param messages the first new messages of each room that has any, oldest first
     */
    public record News(Map<RoomId, Long> reached, Map<RoomId, List<Message>> messages) {}

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
        Map<RoomId, Long> reached = rooms.reached(known.keySet());
        boolean none =
                known.entrySet().stream().allMatch(room -> reached.getOrDefault(room.getKey(), 0L) <= room.getValue());
        return new News(reached, none ? Map.of() : messages.following(known, limit));
    }
}
