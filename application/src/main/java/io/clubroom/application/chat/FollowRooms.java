package io.clubroom.application.chat;

import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.Rooms;
import java.util.HashMap;
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
        return any ? withMessages(reached, messages.following(known, limit)) : new News(reached, Map.of());
    }

    /** Drops the messages of a room that has been replaced by one with the same id since {@code first} was read. */
    private News withMessages(Map<RoomId, Rooms.Reached> first, Map<RoomId, List<Message>> read) {
        Map<RoomId, Rooms.Reached> reached = new HashMap<>(first);
        Map<RoomId, List<Message>> sameRooms = new HashMap<>(read);
        Map<RoomId, Rooms.Reached> now = rooms.reached(read.keySet());
        for (RoomId room : read.keySet()) {
            Rooms.Reached before = first.get(room);
            Rooms.Reached after = now.get(room);
            if (before == null || after == null || !after.createdAt().equals(before.createdAt())) {
                sameRooms.remove(room);
                if (after == null) {
                    reached.remove(room);
                } else {
                    reached.put(room, after);
                }
            }
        }
        return new News(reached, sameRooms);
    }
}
