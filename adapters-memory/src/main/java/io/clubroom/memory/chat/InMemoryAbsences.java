package io.clubroom.memory.chat;

import io.clubroom.domain.chat.Absences;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.UndoableMap;
import io.clubroom.memory.user.InMemoryUsers;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Absences of users in memory. Scans all messages of each room that has changed. */
public final class InMemoryAbsences implements Absences {
    /** @param notedAt since when the absence is due for examination; null if it is not */
    private record Presence(
            UserId user,
            Set<NodeId> nodes,
            long absence,
            @Nullable Instant seenAt,
            @Nullable Instant notedAt) {
        Presence after(NodeId node, boolean isConnected, boolean hasArrived, Instant now) {
            Set<NodeId> left = new TreeSet<>(Comparator.comparing(NodeId::toString));
            left.addAll(nodes);
            if (isConnected) {
                left.add(node);
            } else {
                left.remove(node);
            }
            Instant seen = seenAt == null || seenAt.isBefore(now) ? now : seenAt;
            return new Presence(user, left, hasArrived ? absence + 1 : absence, seen, left.isEmpty() ? seen : null);
        }

        Presence noted(@Nullable Instant since) {
            return new Presence(user, nodes, absence, seenAt, since);
        }

        Absence toAbsence() {
            return new Absence(user, absence, seenAt);
        }
    }

    private final InMemoryTransactions transactions;
    private final InMemoryRooms rooms;
    private final InMemoryUsers users;
    private final UndoableMap<UserId, Presence> presences;
    private final Map<NodeId, Instant> nodes = new HashMap<>();

    /** The last change of each room for which absences have been marked as due. */
    private final Map<RoomId, Long> noted = new HashMap<>();

    public InMemoryAbsences(InMemoryRooms rooms, InMemoryUsers users) {
        this.transactions = rooms.transactions();
        this.rooms = rooms;
        this.users = users;
        this.presences = new UndoableMap<>(transactions);
        users.onRemoval(user -> presences.set(user, null));
        rooms.onRemoval(noted::remove);
    }

    @Override
    public boolean report(NodeId node, List<Change> changes, Instant now) {
        return transactions.call(() -> {
            boolean isKnown = nodes.put(node, now) != null;
            for (Change change : changes) {
                if (users.find(change.user()).isPresent()) {
                    presences.set(
                            change.user(),
                            presence(change.user()).after(node, change.isConnected(), change.hasArrived(), now));
                }
            }
            return isKnown;
        });
    }

    private Presence presence(UserId user) {
        Presence stored = presences.get(user);
        return stored == null ? new Presence(user, Set.of(), 0, null, null) : stored;
    }

    @Override
    public void leave(NodeId node, Instant now) {
        transactions.run(() -> {
            end(node, now, Integer.MAX_VALUE);
            nodes.remove(node);
        });
    }

    @Override
    public boolean expire(Instant heardBefore, int limit) {
        return transactions.call(() -> {
            Optional<Map.Entry<NodeId, Instant>> silent = nodes.entrySet().stream()
                    .filter(node -> node.getValue().isBefore(heardBefore))
                    .findFirst();
            silent.filter(node -> end(node.getKey(), node.getValue(), limit) < limit)
                    .ifPresent(node -> nodes.remove(node.getKey()));
            return silent.isPresent();
        });
    }

    /** Ends connections of users to the node, and returns the number of users. */
    private int end(NodeId node, Instant at, int limit) {
        List<Presence> ended = presences
                .values()
                .filter(presence -> presence.nodes().contains(node))
                .limit(limit)
                .toList();
        ended.forEach(presence -> presences.set(presence.user(), presence.after(node, false, false, at)));
        return ended.size();
    }

    @Override
    public Optional<Absence> find(UserId user) {
        return Optional.of(presence(user))
                .filter(presence -> presence.nodes().isEmpty())
                .map(Presence::toAbsence);
    }

    @Override
    public boolean noteNews(int limit) {
        transactions.run(() -> rooms.after(null).forEach(this::noteNews));
        return false;
    }

    private void noteNews(InMemoryRooms.Contents room) {
        Long before = noted.put(room.room().id(), room.lastChange());
        if (before != null && before == room.lastChange()) {
            return;
        }
        for (StoredMessage message : room.messages()) {
            Instant since = message.editedAt() == null ? message.draft().createdAt() : message.editedAt();
            message.mentions().forEach(user -> note(user, since));
            if (room.room().kind() == RoomKind.DIRECT) {
                room.members().keySet().forEach(user -> note(user, since));
            }
        }
    }

    private void note(UserId user, Instant since) {
        Presence presence = presence(user);
        if (presence.nodes().isEmpty()
                && (presence.notedAt() == null || since.isBefore(presence.notedAt()))
                && users.find(user).isPresent()) {
            presences.set(user, presence.noted(since));
        }
    }

    @Override
    public Optional<Absence> lockNext(Instant notedBefore) {
        transactions.require();
        return presences
                .values()
                .filter(presence ->
                        presence.notedAt() != null && !presence.notedAt().isAfter(notedBefore))
                .min(Comparator.comparing(presence -> Objects.requireNonNull(presence.notedAt())))
                .map(Presence::toAbsence);
    }

    @Override
    public void examined(UserId user, @Nullable Instant since) {
        transactions.require();
        presences.set(user, presence(user).noted(since));
    }
}
