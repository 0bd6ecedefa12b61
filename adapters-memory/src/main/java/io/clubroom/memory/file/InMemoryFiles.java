package io.clubroom.memory.file;

import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.UndoableMap;
import io.clubroom.memory.user.InMemoryUsers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Files of {@link InMemoryUsers}. */
public final class InMemoryFiles implements Files {
    private static final Comparator<Position> NEWEST_FIRST = Comparator.comparing(Position::createdAt)
            // As PostgreSQL compares ids.
            .thenComparing(position -> position.id().toString())
            .reversed();

    private final InMemoryTransactions transactions;
    private final InMemoryUsers users;
    private final InMemoryContents contents;
    private final InMemoryUploads uploads;
    private final UndoableMap<FileId, StoredFile> files;
    private final UndoableMap<FileId, RoomId> rooms;
    private final UndoableMap<MessageId, List<FileId>> attachments;
    private final List<Consumer<FileId>> removals = new ArrayList<>();

    public InMemoryFiles(
            InMemoryTransactions transactions,
            InMemoryUsers users,
            InMemoryContents contents,
            InMemoryUploads uploads) {
        this.transactions = transactions;
        this.users = users;
        this.contents = contents;
        this.uploads = uploads;
        this.files = new UndoableMap<>(transactions);
        this.rooms = new UndoableMap<>(transactions);
        this.attachments = new UndoableMap<>(transactions);
        users.onRemoval(user -> removeFirst(file -> file.owner().equals(user), Integer.MAX_VALUE));
        contents.onMissing(missing -> removeFirst(file -> missing.contains(file.content()), Integer.MAX_VALUE));
    }

    @Override
    public boolean add(StoredFile file) {
        return transactions.call(() -> {
            if (files.get(file.id()) != null || users.find(file.owner()).isEmpty()) {
                return false;
            }
            contents.use(file.content());
            files.set(file.id(), file);
            return true;
        });
    }

    @Override
    public Optional<StoredFile> find(FileId id) {
        return Optional.ofNullable(files.get(id));
    }

    @Override
    public List<StoredFile> list(UserId owner, @Nullable Position after, int limit) {
        return transactions.call(() -> of(owner)
                .filter(file -> after == null || NEWEST_FIRST.compare(after, position(file)) < 0)
                .sorted(Comparator.comparing(InMemoryFiles::position, NEWEST_FIRST))
                .limit(limit)
                .toList());
    }

    @Override
    public long count(UserId owner) {
        return transactions.call(() -> of(owner).count());
    }

    @Override
    public long usage(UserId owner, Instant now) {
        return transactions.call(() -> of(owner).mapToLong(StoredFile::size).sum() + uploads.declared(owner, now));
    }

    @Override
    public boolean removeUnused(FileId id) {
        return removeFirst(file -> file.id().equals(id) && !file.inUse(), 1) == 1;
    }

    @Override
    public int removeUnused(Instant before, int limit) {
        return removeFirst(file -> file.createdAt().isBefore(before) && !file.inUse(), limit);
    }

    @Override
    public long totalBytes() {
        return transactions.call(
                () -> files.values().mapToLong(StoredFile::size).sum());
    }

    /**
     * Attaches files to a message.
     *
     * @return false if one of them does not exist, is not the sender's, is attached to a message, or is listed twice; nothing is changed
     */
    public boolean attach(List<FileId> ids, UserId sender, MessageId message, RoomId room) {
        return transactions.call(() -> {
            List<StoredFile> found = ids.stream()
                    .distinct()
                    .map(files::get)
                    .filter(Objects::nonNull)
                    .filter(file -> file.owner().equals(sender) && !file.inUse())
                    .toList();
            if (found.size() != ids.size()) {
                return false;
            }
            found.forEach(file -> {
                files.set(file.id(), used(file));
                rooms.set(file.id(), room);
            });
            attachments.set(message, List.copyOf(ids));
            return true;
        });
    }

    /** Returns the attachments of a message, in order, without removed files. */
    public List<StoredFile> attachments(MessageId message) {
        return transactions.call(() -> Optional.ofNullable(attachments.get(message)).stream()
                .flatMap(List::stream)
                .map(files::get)
                .filter(Objects::nonNull)
                .toList());
    }

    /** Returns the room of the message to which the file is attached. */
    public Optional<RoomId> roomOf(FileId id) {
        return Optional.ofNullable(rooms.get(id));
    }

    /** Removes the files of a room's messages. */
    public void removeOf(RoomId room) {
        removeFirst(file -> room.equals(rooms.get(file.id())), Integer.MAX_VALUE);
    }

    /** Removes the files of a message. */
    public void removeOf(MessageId message) {
        attachments(message).forEach(file -> removeFirst(other -> other.id().equals(file.id()), 1));
    }

    /** Registers a callback for the removal of a file, like a foreign key with {@code ON DELETE CASCADE}. */
    void onRemoval(Consumer<FileId> removal) {
        removals.add(removal);
    }

    private Stream<StoredFile> of(UserId owner) {
        return files.values().filter(file -> file.owner().equals(owner));
    }

    private int removeFirst(Predicate<StoredFile> condition, int limit) {
        return transactions.call(() -> {
            List<StoredFile> removed =
                    files.values().filter(condition).limit(limit).toList();
            removed.forEach(file -> {
                files.set(file.id(), null);
                rooms.set(file.id(), null);
                contents.free(file.content());
                removals.forEach(removal -> removal.accept(file.id()));
            });
            return removed.size();
        });
    }

    private static Position position(StoredFile file) {
        return new Position(file.createdAt(), file.id());
    }

    private static StoredFile used(StoredFile file) {
        return new StoredFile(
                file.id(),
                file.owner(),
                file.name(),
                file.type(),
                file.size(),
                file.sha256(),
                file.dimensions(),
                file.content(),
                true,
                file.createdAt());
    }
}
