package io.clubroom.memory.file;

import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.Upload;
import io.clubroom.domain.file.Uploads;
import io.clubroom.domain.user.UserId;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.UndoableMap;
import io.clubroom.memory.user.InMemoryUsers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Uploads of {@link InMemoryUsers}. */
public final class InMemoryUploads implements Uploads {
    private record Entry(Upload upload, List<Part> parts) {
        boolean has(ContentId content) {
            return parts.stream().anyMatch(part -> part.content().equals(content));
        }
    }

    private final InMemoryTransactions transactions;
    private final InMemoryUsers users;
    private final InMemoryContents contents;
    private final UndoableMap<FileId, Entry> entries;

    public InMemoryUploads(InMemoryTransactions transactions, InMemoryUsers users, InMemoryContents contents) {
        this.transactions = transactions;
        this.users = users;
        this.contents = contents;
        this.entries = new UndoableMap<>(transactions);
        users.onRemoval(user -> removeFirst(entry -> entry.upload.owner().equals(user), Integer.MAX_VALUE));
        contents.onMissing(missing -> removeFirst(entry -> missing.stream().anyMatch(entry::has), Integer.MAX_VALUE));
    }

    @Override
    public void add(Upload upload) {
        transactions.run(() -> {
            if (entries.get(upload.id()) != null) {
                throw new IllegalStateException("upload " + upload.id() + " exists already");
            }
            if (users.find(upload.owner()).isPresent()) {
                entries.set(upload.id(), new Entry(upload, List.of()));
            }
        });
    }

    @Override
    public Optional<Upload> find(FileId id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::upload);
    }

    @Override
    public boolean append(FileId id, Part part, Instant expiresAt) {
        return transactions.call(() -> {
            Entry entry = entries.get(id);
            if (entry == null || entry.upload.finished() || entry.upload.received() != part.offset()) {
                return false;
            }
            contents.use(part.content());
            List<Part> parts =
                    Stream.concat(entry.parts.stream(), Stream.of(part)).toList();
            long received = part.offset() + part.length();
            entries.set(id, new Entry(copy(entry.upload, received, parts.size(), false, expiresAt), parts));
            return true;
        });
    }

    @Override
    public List<Part> parts(FileId id) {
        return Optional.ofNullable(entries.get(id)).map(Entry::parts).orElse(List.of());
    }

    @Override
    public boolean finish(FileId id) {
        return transactions.call(() -> {
            Entry entry = entries.get(id);
            if (entry == null || entry.upload.finished()) {
                return false;
            }
            freeParts(entry);
            Upload upload = entry.upload;
            entries.set(
                    id,
                    new Entry(copy(upload, upload.received(), upload.parts(), true, upload.expiresAt()), List.of()));
            return true;
        });
    }

    @Override
    public boolean remove(FileId id) {
        return removeFirst(entry -> entry.upload.id().equals(id), 1) == 1;
    }

    @Override
    public int removeExpired(Instant before, int limit) {
        return removeFirst(entry -> entry.upload.expiresAt().isBefore(before), limit);
    }

    @Override
    public long countUnfinished() {
        return transactions.call(() -> unfinished().count());
    }

    /** Returns the declared bytes of a user's unfinished uploads. */
    long declared(UserId owner, Instant now) {
        return unfinished()
                .filter(upload -> upload.isOf(owner, now))
                .mapToLong(Upload::length)
                .sum();
    }

    private Stream<Upload> unfinished() {
        return entries.values().map(Entry::upload).filter(upload -> !upload.finished());
    }

    private int removeFirst(Predicate<Entry> condition, int limit) {
        return transactions.call(() -> {
            List<Entry> removed =
                    entries.values().filter(condition).limit(limit).toList();
            removed.forEach(entry -> {
                entries.set(entry.upload.id(), null);
                freeParts(entry);
            });
            return removed.size();
        });
    }

    private void freeParts(Entry entry) {
        entry.parts.forEach(part -> contents.free(part.content()));
    }

    private static Upload copy(Upload upload, long received, int parts, boolean finished, Instant expiresAt) {
        return new Upload(
                upload.id(),
                upload.owner(),
                upload.name(),
                upload.metadata(),
                upload.length(),
                received,
                parts,
                finished,
                upload.createdAt(),
                expiresAt);
    }
}
