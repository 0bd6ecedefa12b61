package io.clubroom.memory.chat;

import io.clubroom.domain.chat.Erasures;
import io.clubroom.domain.chat.Reaction;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.UndoableMap;
import io.clubroom.memory.user.InMemoryUsers;
import java.util.ArrayList;
import java.util.List;

/** Erases deleted users from {@link InMemoryRooms}. Erases their traces immediately; only the announcements in the rooms follow later. */
public final class InMemoryErasures implements Erasures {
    private record Key(RoomId room, UserId user) {}

    private final InMemoryTransactions transactions;
    private final InMemoryRooms rooms;
    private final UndoableMap<Key, Key> untold;

    public InMemoryErasures(InMemoryRooms rooms, InMemoryUsers users) {
        this.transactions = rooms.transactions();
        this.rooms = rooms;
        this.untold = new UndoableMap<>(transactions);
        users.onRemoval(this::begin);
        rooms.onRemoval(room -> untold.removeIf((key, _) -> key.room().equals(room)));
    }

    private void begin(UserId user) {
        for (InMemoryRooms.Contents room : rooms.all()) {
            boolean wasThere = room.members().containsKey(user);
            for (StoredMessage message : List.copyOf(room.messages())) {
                StoredMessage without = without(message, user);
                if (without != message) {
                    wasThere = true;
                    int index = (int) message.seq() - 1;
                    room.messages().set(index, without);
                    transactions.onRollback(() -> room.messages().set(index, message));
                }
                wasThere |= message.draft().sender().equals(user);
            }
            if (wasThere) {
                Key key = new Key(room.room().id(), user);
                untold.set(key, key);
            }
        }
    }

    private static StoredMessage without(StoredMessage message, UserId user) {
        boolean isTheirs =
                message.draft().sender().equals(user) && message.versions().size() > 1;
        boolean reacted = message.reactions().stream().anyMatch(reaction -> reaction.isBy(user));
        if (!isTheirs && !reacted && !message.mentions().contains(user)) {
            return message;
        }
        List<Reaction> reactions = new ArrayList<>();
        for (Reaction reaction : message.reactions()) {
            List<UserId> others = reaction.users().stream()
                    .filter(other -> !other.equals(user))
                    .toList();
            if (!others.isEmpty()) {
                reactions.add(new Reaction(reaction.emoji(), others));
            }
        }
        return new StoredMessage(
                message.draft(),
                message.seq(),
                message.editedAt(),
                message.deleted(),
                message.mentions().stream().filter(named -> !named.equals(user)).toList(),
                reactions,
                isTheirs ? List.of(message.versions().getFirst()) : message.versions());
    }

    @Override
    public List<RoomChange.UserErased> tell(int limit) {
        return transactions.call(() ->
                untold.values().limit(limit).toList().stream().map(this::tell).toList());
    }

    private RoomChange.UserErased tell(Key key) {
        InMemoryRooms.Contents room = rooms.existing(key.room());
        LoggedChange logged = new LoggedChange(
                room.lastChange() + 1, room.messages().size(), LoggedChange.Kind.ERASED, null, key.user(), null);
        room.log().add(logged);
        transactions.onRollback(() -> room.log().removeLast());
        untold.set(key, null);
        return new RoomChange.UserErased(logged.change(), key.room(), key.user());
    }

    @Override
    public boolean clean(int limit) {
        return false;
    }
}
