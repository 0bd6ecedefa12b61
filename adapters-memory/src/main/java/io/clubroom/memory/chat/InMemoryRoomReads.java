package io.clubroom.memory.chat;

import static java.util.stream.Collectors.toSet;

import io.clubroom.domain.chat.DirectUsers;
import io.clubroom.domain.chat.NotifyLevel;
import io.clubroom.domain.chat.ReadAudience;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.UndoableMap;
import io.clubroom.memory.user.InMemoryUsers;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Read markers and unread counts of {@link InMemoryRooms}. Counts by scanning all messages. */
public final class InMemoryRoomReads implements RoomReads {
    private record Key(RoomId room, UserId user) {}

    private record Read(long seq, NotifyLevel level) {}

    private final InMemoryTransactions transactions;
    private final InMemoryRooms rooms;
    private final InMemoryUsers users;
    private final UndoableMap<Key, Read> reads;

    public InMemoryRoomReads(InMemoryRooms rooms, InMemoryUsers users) {
        this.transactions = rooms.transactions();
        this.rooms = rooms;
        this.users = users;
        this.reads = new UndoableMap<>(transactions);
        rooms.onRemoval(room -> reads.removeIf((key, _) -> key.room().equals(room)));
        rooms.onJoin(this::begin);
        users.onRemoval(user -> reads.removeIf((key, _) -> key.user().equals(user)));
    }

    /** Marks everything as read for a new member of a private or direct room. */
    private void begin(RoomId id, UserId user) {
        InMemoryRooms.Contents room = rooms.contents(id);
        if (room != null && room.room().kind() != RoomKind.PUBLIC) {
            reads.set(new Key(id, user), new Read(room.messages().size(), NotifyLevel.ALL));
        }
    }

    @Override
    public Map<RoomId, Counts> counts(UserId user, Collection<RoomId> ids) {
        return transactions.call(() -> {
            Map<RoomId, Counts> counts = new HashMap<>();
            for (RoomId id : ids) {
                InMemoryRooms.Contents room = rooms.contents(id);
                if (room != null) {
                    counts.put(id, counts(user, room));
                }
            }
            return counts;
        });
    }

    @Override
    public Map<RoomId, Activity> activity(Map<RoomId, ? extends Collection<UserId>> asked) {
        return transactions.call(() -> {
            Map<RoomId, Activity> activity = new HashMap<>();
            Map<RoomId, Rooms.Reached> reached = rooms.reached(asked.keySet());
            asked.forEach((id, members) -> {
                InMemoryRooms.Contents room = rooms.contents(id);
                Map<UserId, Counts> counts = new HashMap<>();
                if (room != null && room.room().kind() != RoomKind.PUBLIC) {
                    members.stream()
                            .filter(room.members()::containsKey)
                            .forEach(member -> counts.put(member, counts(member, room)));
                }
                Rooms.Reached end = reached.get(id);
                if (end != null && !counts.isEmpty()) {
                    activity.put(id, new Activity(end, counts));
                }
            });
            return activity;
        });
    }

    private Counts counts(UserId user, InMemoryRooms.Contents room) {
        Read read = read(user, room);
        List<StoredMessage> unread = room.messages().stream()
                .skip(read.seq())
                .filter(message ->
                        !message.deleted() && !message.draft().sender().equals(user))
                .toList();
        long mentions = unread.stream()
                .filter(message -> message.mentions().contains(user))
                .count();
        return new Counts(read.seq(), unread.size(), mentions, read.level());
    }

    private Read read(UserId user, InMemoryRooms.Contents room) {
        Read stored = reads.get(new Key(room.room().id(), user));
        return stored != null ? stored : new Read(heldAtFirst(user, room), NotifyLevel.ALL);
    }

    private long heldAtFirst(UserId user, InMemoryRooms.Contents room) {
        return users.find(user)
                .map(User::createdAt)
                .map(created -> room.messages().stream()
                        .takeWhile(message -> !message.draft().createdAt().isAfter(created))
                        .count())
                .orElse(0L);
    }

    @Override
    public Map<Reader, State> states(Collection<Reader> readers) {
        return transactions.call(() -> {
            Map<Reader, State> states = new HashMap<>();
            for (Reader reader : readers) {
                InMemoryRooms.Contents room = rooms.contents(reader.room());
                if (room != null) {
                    states.put(reader, new State(counts(reader.user(), room), receipts(reader.user(), room)));
                }
            }
            return states;
        });
    }

    private List<Receipt> receipts(UserId reader, InMemoryRooms.Contents room) {
        return room.members().keySet().stream()
                .filter(other -> isActive(other)
                        && !other.equals(reader)
                        && audience(other, room).includes(other, reader))
                .map(other -> new Receipt(other, read(other, room).seq()))
                .toList();
    }

    @Override
    public Map<Reader, ReadAudience> audiences(Collection<Reader> readers) {
        return transactions.call(() -> {
            Map<Reader, ReadAudience> audiences = new HashMap<>();
            for (Reader reader : readers) {
                InMemoryRooms.Contents room = rooms.contents(reader.room());
                if (room != null) {
                    audiences.put(reader, audience(reader.user(), room));
                }
            }
            return audiences;
        });
    }

    private ReadAudience audience(UserId reader, InMemoryRooms.Contents room) {
        Set<UserId> members = room.members().keySet();
        if (room.room().kind() == RoomKind.PUBLIC
                || !wantsReceipts(reader)
                || members.stream().filter(this::isActive).count() > ReadAudience.MAX_MEMBERS) {
            return ReadAudience.ONESELF;
        }
        DirectUsers direct = room.direct();
        boolean canBlock = direct != null && direct.ids().size() == 2;
        return ReadAudience.allBut(members.stream()
                .filter(other -> !other.equals(reader))
                .filter(other -> !wantsReceipts(other) || (canBlock && rooms.isBlockedBy(reader, other)))
                .collect(toSet()));
    }

    private boolean isActive(UserId user) {
        return users.find(user).filter(User::active).isPresent();
    }

    private boolean wantsReceipts(UserId user) {
        return users.find(user).filter(User::readReceipts).isPresent();
    }

    @Override
    public List<Marked> mark(List<Mark> marks) {
        return transactions.call(() -> marks.stream()
                .map(mark -> read(mark.reader().user(), mark.reader().room(), mark.seq()))
                .toList());
    }

    @Override
    public Marked read(UserId user, RoomId id, long seq) {
        return transactions.call(() -> {
            InMemoryRooms.Contents room = rooms.contents(id);
            if (room == null || seq > room.messages().size() || users.find(user).isEmpty()) {
                return Marked.BEYOND_END;
            }
            Read before = read(user, room);
            if (seq <= before.seq()) {
                return Marked.UNCHANGED;
            }
            reads.set(new Key(id, user), new Read(seq, before.level()));
            return Marked.MOVED;
        });
    }

    @Override
    public void setNotify(UserId user, RoomId id, NotifyLevel notify) {
        transactions.run(() -> {
            InMemoryRooms.Contents room = rooms.contents(id);
            if (room != null && users.find(user).isPresent()) {
                reads.set(new Key(id, user), new Read(read(user, room).seq(), notify));
            }
        });
    }
}
