package io.clubroom.application.chat;

import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.Rooms;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads new changes of the rooms that have clients on this node. */
public final class FollowRooms {
    /**
     * @param reached the last message and change of each room, read before the changes; rooms that do not exist are left out
     * @param changes the first new changes of each room that has any, oldest first
     */
    public record News(Map<RoomId, Rooms.Reached> reached, Map<RoomId, List<RoomChange>> changes) {}

    /** What to read. */
    public enum Kind {
        /** All changes, by their {@link RoomChange#change()}. */
        CHANGES,
        /** The messages alone, by their {@link Message#seq()}: {@link RoomChange.Posted}, {@link RoomChange#UNNUMBERED}. */
        MESSAGES
    }

    private final Rooms rooms;
    private final Messages messages;

    public FollowRooms(Rooms rooms, Messages messages) {
        this.rooms = rooms;
        this.messages = messages;
    }

    /**
     * @param known the number of the last change, or message, that this node knows, for each room
     * @param limit the maximum number of changes or messages returned per room
     */
    public News follow(Kind kind, Map<RoomId, Long> known, int limit) {
        Map<RoomId, Rooms.Reached> reached = rooms.reached(known.keySet());
        boolean any = reached.entrySet().stream()
                .anyMatch(room -> end(kind, room.getValue()) > known.getOrDefault(room.getKey(), Long.MAX_VALUE));
        return any ? news(reached, read(kind, known, limit)) : new News(reached, Map.of());
    }

    private static long end(Kind kind, Rooms.Reached reached) {
        return switch (kind) {
            case CHANGES -> reached.lastChange();
            case MESSAGES -> reached.lastSeq();
        };
    }

    private Map<RoomId, List<RoomChange>> read(Kind kind, Map<RoomId, Long> known, int limit) {
        return switch (kind) {
            case CHANGES -> messages.changes(known, limit);
            case MESSAGES -> posted(messages.following(known, limit));
        };
    }

    private static Map<RoomId, List<RoomChange>> posted(Map<RoomId, List<Message>> messages) {
        Map<RoomId, List<RoomChange>> posted = new HashMap<>();
        messages.forEach((room, all) -> posted.put(
                room,
                all.stream()
                        .<RoomChange>map(message -> new RoomChange.Posted(RoomChange.UNNUMBERED, message))
                        .toList()));
        return posted;
    }

    /** Drops the changes of a room that has been replaced by one with the same id since {@code first} was read. */
    private News news(Map<RoomId, Rooms.Reached> first, Map<RoomId, List<RoomChange>> read) {
        Map<RoomId, Rooms.Reached> reached = new HashMap<>(first);
        Map<RoomId, List<RoomChange>> sameRooms = new HashMap<>(read);
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
