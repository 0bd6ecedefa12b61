package io.clubroom.chat.dispatch;

import io.clubroom.chat.frame.MessageFrames;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.RoomId;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Cache of the most recently delivered messages as encoded frames, so that replays need not encode them again. Messages are found by
 * identity: a {@link Message} that was read again may differ, for example in its author's name. Confined to the dispatcher's thread.
 */
final class RecentFrames implements MessageFrames.Source {
    private static final class Room {
        /** By the {@code seq} of the first message. Batches do not overlap. */
        final TreeMap<Long, MessageFrames> batches = new TreeMap<>();

        int messages;
    }

    private final int maxMessages;
    private final long maxBytes;
    /** Ordered by the latest message, least recent first. */
    private final LinkedHashMap<RoomId, Room> rooms = new LinkedHashMap<>();

    private long bytes;

    /**
     * @param maxMessages the maximum number of messages of a room
     * @param maxBytes the maximum size of the cache in bytes
     */
    RecentFrames(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** Caches the frames of consecutive messages of one room, replacing those that overlap and evicting the oldest. */
    void add(MessageFrames frames) {
        RoomId id = frames.first().room();
        Room room = rooms.computeIfAbsent(id, _ -> new Room());
        rooms.putLast(id, room);
        long first = frames.first().seq();
        long last = frames.last().seq();
        Map.Entry<Long, MessageFrames> before = room.batches.lowerEntry(first);
        if (before != null && before.getValue().last().seq() >= first) {
            remove(room, before.getKey());
        }
        for (Long overlapping = room.batches.ceilingKey(first);
                overlapping != null && overlapping <= last;
                overlapping = room.batches.ceilingKey(first)) {
            remove(room, overlapping);
        }
        frames.retain();
        room.batches.put(first, frames);
        room.messages += frames.count();
        bytes += frames.bytes();
        while (room.messages > maxMessages) {
            remove(room, room.batches.firstKey());
        }
        while (bytes > maxBytes) {
            Map.Entry<RoomId, Room> oldest = rooms.firstEntry();
            if (oldest.getValue().batches.isEmpty()) {
                rooms.pollFirstEntry();
            } else {
                remove(oldest.getValue(), oldest.getValue().batches.firstKey());
            }
        }
    }

    private void remove(Room room, Long first) {
        MessageFrames removed = room.batches.remove(first);
        if (removed != null) {
            room.messages -= removed.count();
            bytes -= removed.bytes();
            removed.release();
        }
    }

    @Override
    public boolean copy(Message message, ByteBuf out) {
        Room room = rooms.get(message.room());
        Map.Entry<Long, MessageFrames> batch = room == null ? null : room.batches.floorEntry(message.seq());
        return batch != null && batch.getValue().copy(message, out);
    }

    void forget(RoomId id) {
        Room room = rooms.remove(id);
        if (room != null) {
            room.batches.values().forEach(frames -> {
                bytes -= frames.bytes();
                frames.release();
            });
        }
    }

    void clear() {
        List.copyOf(rooms.keySet()).forEach(this::forget);
    }

    long bytes() {
        return bytes;
    }
}
