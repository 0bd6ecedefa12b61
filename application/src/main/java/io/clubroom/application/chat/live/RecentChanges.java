package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The last changes of live rooms, with the current state of their messages, so that short absences are replayed without reading the store.
 */
final class RecentChanges {
    /** The size of a change in addition to its {@link MessageSize}, in characters. */
    private static final int OVERHEAD = 200;

    /** The maximum number of positions in a room whose lists are shared. */
    static final int MAX_SHARED = 64;

    private static final class Tail {
        /** Consecutive changes in order. The oldest are dropped in bulk, so there may be twice as many as are to be kept. */
        final List<RoomChange> changes = new ArrayList<>();

        /** The lists returned since the last change, by position. */
        final Map<After, List<RoomChange>> shared = new HashMap<>();

        /** The {@code seq} of the last message before the first change. */
        long seqBefore;

        int characters;

        Tail(long seqBefore) {
            this.seqBefore = seqBefore;
        }

        long first() {
            return changes.getFirst().change();
        }

        long last() {
            return changes.getLast().change();
        }

        /** The changes after a position; null if not all of them are kept. */
        @Nullable
        List<RoomChange> after(After after) {
            return switch (after) {
                case After.AfterChange(long change) ->
                    change + 1 < first()
                            ? null
                            : List.copyOf(changes.subList(
                                    (int) Math.min(change + 1 - first(), changes.size()), changes.size()));
                case After.AfterSeq(long seq) ->
                    seq < seqBefore
                            ? null
                            : changes.stream()
                                    .filter(change -> change instanceof RoomChange.Posted(long _, Message message)
                                            && message.seq() > seq)
                                    .toList();
            };
        }
    }

    private final int maxChanges;
    private final int maxCharacters;

    /** The room without new changes for the longest time first. */
    private final LinkedHashMap<RoomId, Tail> tails = new LinkedHashMap<>();

    private int characters;

    /**
     * @param maxChanges the number of changes kept of a room
     * @param maxCharacters the maximum number of characters kept over all rooms
     */
    RecentChanges(int maxChanges, int maxCharacters) {
        this.maxChanges = maxChanges;
        this.maxCharacters = maxCharacters;
    }

    /**
     * Adds consecutive changes of one room, and updates the messages that are kept.
     *
     * @param seqBefore the {@code seq} of the last message before them
     */
    void add(RoomId room, List<RoomChange> changes, long seqBefore) {
        Tail tail = tails.computeIfAbsent(room, _ -> new Tail(seqBefore));
        if (!tail.changes.isEmpty() && tail.last() + 1 != changes.getFirst().change()) {
            drop(tail, tail.changes.size());
        }
        if (tail.changes.isEmpty()) {
            tail.seqBefore = seqBefore;
        }
        for (RoomChange change : changes) {
            tail.changes.add(change);
            tail.characters += size(change);
            characters += size(change);
        }
        if (LatestMessages.affectExisting(changes)) {
            update(tail, changes);
        }
        tail.shared.clear();
        tails.putLast(room, tail);
        if (tail.changes.size() > 2 * maxChanges) {
            drop(tail, tail.changes.size() - maxChanges);
        }
        while (characters > maxCharacters) {
            Map.Entry<RoomId, Tail> oldest = tails.firstEntry();
            drop(oldest.getValue(), Math.ceilDiv(oldest.getValue().changes.size(), 2));
            if (oldest.getValue().changes.isEmpty()) {
                tails.remove(oldest.getKey());
            }
        }
    }

    private void update(Tail tail, List<RoomChange> changes) {
        LatestMessages latest = new LatestMessages();
        latest.add(changes);
        int before = tail.characters;
        tail.changes.replaceAll(change -> {
            RoomChange updated = latest.show(change);
            tail.characters += size(updated) - size(change);
            return updated;
        });
        characters += tail.characters - before;
    }

    private void drop(Tail tail, int count) {
        List<RoomChange> dropped = tail.changes.subList(0, count);
        int freed = 0;
        for (RoomChange change : dropped) {
            freed += size(change);
            if (change instanceof RoomChange.Posted(long _, Message message)) {
                tail.seqBefore = message.seq();
            }
        }
        tail.characters -= freed;
        characters -= freed;
        dropped.clear();
        tail.shared.clear();
    }

    private static int size(RoomChange change) {
        return OVERHEAD + MessageSize.characters(change);
    }

    /**
     * Returns the changes after a position, oldest first; only messages for {@link After.AfterSeq}. Returns null if not all of them are
     * kept.
     *
     * @param last the number of the room's last change
     */
    @Nullable
    List<RoomChange> between(RoomId room, After after, long last) {
        Tail tail = tails.get(room);
        if (tail == null || tail.changes.isEmpty() || tail.last() != last) {
            return null;
        }
        List<RoomChange> shared = tail.shared.get(after);
        if (shared == null) {
            shared = tail.after(after);
            if (shared != null && tail.shared.size() < MAX_SHARED) {
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

    /** Forgets the rooms with changes that may show the user's name. */
    void forget(UserId user) {
        List<RoomId> affected = tails.entrySet().stream()
                .filter(entry -> entry.getValue().changes.stream().anyMatch(change -> mayShow(change, user)))
                .map(Map.Entry::getKey)
                .toList();
        affected.forEach(this::forget);
    }

    private static boolean mayShow(RoomChange change, UserId user) {
        return change instanceof RoomChange.OfMessage of
                && (of.message().isBy(user)
                        // The preview does not say whose name it shows.
                        || of.message().state().replyTo() != null
                        || (of instanceof RoomChange.Reacted reacted
                                && reacted.user() != null
                                && reacted.user().id().equals(user)));
    }

    /** The number of characters that are kept, over all rooms. */
    int characters() {
        return characters;
    }
}
