package io.clubroom.memory.chat;

import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.file.InMemoryContents;
import io.clubroom.memory.file.InMemoryFiles;
import io.clubroom.memory.file.InMemoryUploads;
import io.clubroom.memory.user.InMemoryUsers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Messages in {@link InMemoryRooms}, on which files of {@link InMemoryFiles} hang. */
public final class InMemoryMessages implements Messages {
    private final InMemoryTransactions transactions;
    private final InMemoryRooms rooms;
    private final Users users;
    private final InMemoryFiles files;

    /** Messages in a club without files. */
    public InMemoryMessages(InMemoryRooms rooms, InMemoryUsers users) {
        this(rooms, users, noFiles(rooms.transactions(), users));
    }

    public InMemoryMessages(InMemoryRooms rooms, Users users, InMemoryFiles files) {
        this.transactions = rooms.transactions();
        this.rooms = rooms;
        this.users = users;
        this.files = files;
        rooms.onRemoval(files::removeOf);
    }

    private static InMemoryFiles noFiles(InMemoryTransactions transactions, InMemoryUsers users) {
        InMemoryContents contents = new InMemoryContents(transactions);
        return new InMemoryFiles(transactions, users, contents, new InMemoryUploads(transactions, users, contents));
    }

    @Override
    public List<Outcome> append(List<Draft> drafts) {
        return transactions.call(() -> drafts.stream().map(this::append).toList());
    }

    private Outcome append(Draft draft) {
        InMemoryRooms.Contents room = rooms.contents(draft.room());
        if (room == null) {
            return new Outcome.NoSuchRoom();
        }
        if (users.find(draft.sender())
                .filter(User::active)
                .filter(user -> user.tokenVersion() <= draft.tokenVersion())
                .isEmpty()) {
            return new Outcome.NoSuchSender();
        }
        InMemoryRooms.MessageKey key = draft.clientMessageId() == null
                ? null
                : new InMemoryRooms.MessageKey(draft.sender(), draft.clientMessageId());
        StoredMessage before = key == null ? null : room.byKey().get(key);
        if (before != null) {
            return new Outcome.Repeated(before.complete(users, files));
        }
        if (!draft.files().isEmpty() && !files.attach(draft.files(), draft.sender(), draft.id(), draft.room())) {
            return new Outcome.NoSuchFile();
        }
        StoredMessage stored = new StoredMessage(draft, room.messages().size() + 1L);
        transactions.onRollback(() -> {
            room.messages().removeLast();
            room.byKey().remove(key);
        });
        room.messages().add(stored);
        if (key != null) {
            room.byKey().put(key, stored);
        }
        return new Outcome.Stored(stored.complete(users, files));
    }

    @Override
    public List<Message> newest(RoomId room, long after, long before, int limit) {
        return transactions.call(() -> complete(between(room, after, before).reversed().stream(), limit));
    }

    @Override
    public Map<RoomId, List<Message>> following(Map<RoomId, Long> after, int limit) {
        return transactions.call(() -> {
            Map<RoomId, List<Message>> following = new HashMap<>();
            after.forEach((room, seq) -> {
                List<Message> messages = complete(between(room, seq, Long.MAX_VALUE).stream(), limit);
                if (!messages.isEmpty()) {
                    following.put(room, messages);
                }
            });
            return following;
        });
    }

    @Override
    public Optional<RoomId> roomOf(FileId file) {
        return files.roomOf(file);
    }

    private List<StoredMessage> between(RoomId id, long after, long before) {
        InMemoryRooms.Contents room = rooms.contents(id);
        List<StoredMessage> messages = room == null ? List.of() : room.messages();
        int from = Math.clamp(after, 0, messages.size());
        int to = Math.clamp(before - 1, from, messages.size());
        return messages.subList(from, to);
    }

    private List<Message> complete(Stream<StoredMessage> messages, int limit) {
        return messages.limit(limit)
                .map(message -> message.complete(users, files))
                .toList();
    }
}
