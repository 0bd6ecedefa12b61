package io.clubroom.memory.chat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Notices;
import io.clubroom.domain.chat.NotifyLevel;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.RoomReads.Counts;
import io.clubroom.domain.chat.RoomStanding;
import io.clubroom.domain.chat.RoomSummary;
import io.clubroom.domain.chat.UnreadMessages;
import io.clubroom.domain.chat.VisibleRooms;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.UndoableMap;
import io.clubroom.memory.user.InMemoryUsers;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Notices of unread messages by mail, in memory. */
public final class InMemoryNotices implements Notices {
    private record Key(UserId user, RoomId room) {}

    /** @param seq the {@code seq} of the last message that a notice included */
    private record Told(
            @Nullable Long queuedAbsence, @Nullable Long toldAbsence, long seq) {
        static final Told NOTHING = new Told(null, null, 0);
    }

    private final InMemoryTransactions transactions;
    private final InMemoryRooms rooms;
    private final VisibleRooms visibleRooms;
    private final RoomReads reads;
    private final InMemoryUsers users;
    private final UndoableMap<Key, Told> told;

    public InMemoryNotices(InMemoryRooms rooms, VisibleRooms visibleRooms, RoomReads reads, InMemoryUsers users) {
        this.transactions = rooms.transactions();
        this.rooms = rooms;
        this.visibleRooms = visibleRooms;
        this.reads = reads;
        this.users = users;
        this.told = new UndoableMap<>(transactions);
        rooms.onRemoval(room -> told.removeIf((key, _) -> key.room().equals(room)));
        users.onRemoval(user -> told.removeIf((key, _) -> key.user().equals(user)));
    }

    @Override
    public List<UnreadMessages> unread(User user, long absence, int limit) {
        return transactions.call(() -> rooms.after(null)
                .map(room -> room.room().id())
                .filter(room -> !isIn(told(user.id(), room).queuedAbsence(), absence))
                .flatMap(room -> unread(user, room, limit).stream())
                .toList());
    }

    @Override
    public Optional<UnreadMessages> unreadIn(RoomId room, User user, long absence, int limit) {
        return transactions.call(() ->
                isIn(told(user.id(), room).toldAbsence(), absence) ? Optional.empty() : unread(user, room, limit));
    }

    private static boolean isIn(@Nullable Long stored, long absence) {
        return stored != null && stored == absence;
    }

    private Told told(UserId user, RoomId room) {
        Told stored = told.get(new Key(user, room));
        return stored == null ? Told.NOTHING : stored;
    }

    private Optional<UnreadMessages> unread(User user, RoomId id, int limit) {
        Counts counts = reads.counts(user.id(), List.of(id)).get(id);
        Actor.SignedIn reader = Actor.SignedIn.of(user);
        RoomStanding standing = rooms.of(reader, id);
        Optional<Room> room = visibleRooms.find(reader, id).map(RoomSummary::room);
        if (counts == null
                || counts.level() == NotifyLevel.NONE
                || standing == null
                || standing.reach() == RoomStanding.Reach.BLOCKED_BY_USER
                || room.isEmpty()) {
            return Optional.empty();
        }
        long after = Math.max(counts.seq(), told(user.id(), id).seq());
        boolean all = room.get().kind() == RoomKind.DIRECT && counts.level() == NotifyLevel.ALL;
        List<StoredMessage> unread = rooms.existing(id).messages().stream()
                .filter(message -> message.seq() > after && !message.deleted())
                .filter(message -> !message.draft().sender().equals(user.id()))
                .filter(message -> all || message.mentions().contains(user.id()))
                .toList();
        return unread.isEmpty() ? Optional.empty() : Optional.of(unread(room.get(), unread, all, limit));
    }

    private UnreadMessages unread(Room room, List<StoredMessage> unread, boolean all, int limit) {
        return new UnreadMessages(
                room.id(),
                room.kind(),
                room.name(),
                unread.stream().limit(limit).map(this::line).toList(),
                unread.size(),
                unread.getLast().seq(),
                unread.stream()
                        .map(message -> since(message, all))
                        .min(Comparator.naturalOrder())
                        .orElseThrow());
    }

    private static Instant since(StoredMessage message, boolean all) {
        Instant editedAt = message.editedAt();
        return all || editedAt == null ? message.draft().createdAt() : editedAt;
    }

    private UnreadMessages.Line line(StoredMessage message) {
        return new UnreadMessages.Line(
                users.find(message.draft().sender()).map(User::fullName).orElse(null),
                message.text(),
                !message.draft().files().isEmpty(),
                message.draft().createdAt());
    }

    @Override
    public void queued(UserId user, RoomId room, long absence) {
        transactions.run(() -> {
            Told before = told(user, room);
            told.set(new Key(user, room), new Told(absence, before.toldAbsence(), before.seq()));
        });
    }

    @Override
    public void withdrawn(UserId user, RoomId room, long absence) {
        transactions.run(() -> {
            Told before = told(user, room);
            if (isIn(before.queuedAbsence(), absence)) {
                told.set(new Key(user, room), new Told(null, before.toldAbsence(), before.seq()));
            }
        });
    }

    @Override
    public void told(UserId user, RoomId room, long absence, long lastSeq) {
        transactions.run(() -> {
            Told before = told(user, room);
            told.set(new Key(user, room), new Told(before.queuedAbsence(), absence, Math.max(before.seq(), lastSeq)));
        });
    }
}
