package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The last messages of live rooms, so that a client that returns soon needs no read. */
final class RecentMessages {
    /** What a message takes beside what {@link MessageSize} counts, in characters. */
    private static final int OVERHEAD = 200;

    /** Different positions from which clients of a room return at the same time. */
    private static final int MAX_SHARED = 64;

    private static final class Tail {
        /** Consecutive in their order; drops its oldest messages in bulk, so it may have twice as many as are kept. */
        final List<Message> messages = new ArrayList<>();

        /** The lists that were returned since the last message, by the {@code seq} before their first message. */
        final Map<Long, List<Message>> shared = new HashMap<>();

        int characters;

        long firstSeq() {
            return messages.getFirst().seq();
        }

        long lastSeq() {
            return messages.getLast().seq();
        }
    }

    private final int maxMessages;
    private final int maxCharacters;

    /** The room without news for the longest time first. */
    private final LinkedHashMap<RoomId, Tail> tails = new LinkedHashMap<>();

    private int characters;

    /**
     * @param maxMessages the messages kept of a room
     * @param maxCharacters the characters kept over all rooms
     */
    RecentMessages(int maxMessages, int maxCharacters) {
        this.maxMessages = maxMessages;
        this.maxCharacters = maxCharacters;
    }

    /** Adds consecutive messages of one room. */
    void add(RoomId room, List<Message> messages) {
        Tail tail = tails.computeIfAbsent(room, _ -> new Tail());
        if (!tail.messages.isEmpty()
                && tail.lastSeq() + 1 != messages.getFirst().seq()) {
            drop(tail, tail.messages.size());
        }
        for (Message message : messages) {
            tail.messages.add(message);
            tail.characters += size(message);
            characters += size(message);
        }
        tail.shared.clear();
        tails.putLast(room, tail);
        if (tail.messages.size() > 2 * maxMessages) {
            drop(tail, tail.messages.size() - maxMessages);
        }
        while (characters > maxCharacters) {
            Map.Entry<RoomId, Tail> oldest = tails.firstEntry();
            drop(oldest.getValue(), Math.ceilDiv(oldest.getValue().messages.size(), 2));
            if (oldest.getValue().messages.isEmpty()) {
                tails.remove(oldest.getKey());
            }
        }
    }

    private void drop(Tail tail, int count) {
        List<Message> dropped = tail.messages.subList(0, count);
        int freed = dropped.stream().mapToInt(RecentMessages::size).sum();
        tail.characters -= freed;
        characters -= freed;
        dropped.clear();
        tail.shared.clear();
    }

    private static int size(Message message) {
        return OVERHEAD + MessageSize.characters(message);
    }

    /** Returns all messages with {@code after < seq <= last}, oldest first; null if not all of them are kept. */
    @Nullable
    List<Message> between(RoomId room, long after, long last) {
        Tail tail = tails.get(room);
        if (tail == null || tail.messages.isEmpty() || tail.lastSeq() != last || after + 1 < tail.firstSeq()) {
            return null;
        }
        List<Message> shared = tail.shared.get(after);
        if (shared == null) {
            int from = (int) Math.min(after + 1 - tail.firstSeq(), tail.messages.size());
            shared = List.copyOf(tail.messages.subList(from, tail.messages.size()));
            if (tail.shared.size() < MAX_SHARED) {
                tail.shared.put(after, shared);
            }
        }
        return shared;
    }

    void forget(RoomId room) {
        Tail tail = tails.remove(room);
        if (tail != null) {
            characters -= tail.characters;
        }
    }

    void forgetAll() {
        tails.clear();
        characters = 0;
    }

    /** Forgets the rooms with messages of this author. */
    void forget(UserId author) {
        List<RoomId> affected = tails.entrySet().stream()
                .filter(entry -> entry.getValue().messages.stream()
                        .anyMatch(message -> message.author() != null
                                && message.author().id().equals(author)))
                .map(Map.Entry::getKey)
                .toList();
        affected.forEach(this::forget);
    }

    /** The number of characters that are kept, over all rooms. */
    int characters() {
        return characters;
    }
}
