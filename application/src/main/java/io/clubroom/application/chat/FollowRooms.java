package io.clubroom.application.chat;

import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.Rooms;
import java.util.List;
import java.util.Map;

/** Tells a node what is new in the rooms whose members it serves, all of them at once. */
public final class FollowRooms {
    /**
     * What is new.
     *
     * @param reached the last message of each room that exists
     * @param messages of each room with news the first of them, the oldest first
     */
    public record News(Map<RoomId, Long> reached, Map<RoomId, List<Message>> messages) {}

    private final Rooms rooms;
    private final Messages messages;

    public FollowRooms(Rooms rooms, Messages messages) {
        this.rooms = rooms;
        this.messages = messages;
    }

    /** @param known the last message of each room that is known already; at most {@code limit} of those after it are told */
    public News follow(Map<RoomId, Long> known, int limit) {
        Map<RoomId, Long> reached = rooms.reached(known.keySet());
        boolean none =
                known.entrySet().stream().allMatch(room -> reached.getOrDefault(room.getKey(), 0L) <= room.getValue());
        return new News(reached, none ? Map.of() : messages.following(known, limit));
    }
}
