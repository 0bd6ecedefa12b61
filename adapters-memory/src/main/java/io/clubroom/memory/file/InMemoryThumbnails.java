package io.clubroom.memory.file;

import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.Thumbnails;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.UndoableMap;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Thumbnails of {@link InMemoryFiles}. */
public final class InMemoryThumbnails implements Thumbnails {
    private record Key(FileId file, int size) {}

    private final InMemoryTransactions transactions;
    private final InMemoryFiles files;
    private final InMemoryContents contents;
    private final UndoableMap<Key, Thumbnail> thumbnails;

    public InMemoryThumbnails(InMemoryTransactions transactions, InMemoryFiles files, InMemoryContents contents) {
        this.transactions = transactions;
        this.files = files;
        this.contents = contents;
        this.thumbnails = new UndoableMap<>(transactions);
        files.onRemoval(file -> removeIf((key, _) -> key.file.equals(file)));
        contents.onMissing(missing -> removeIf((_, thumbnail) -> missing.contains(thumbnail.content())));
    }

    @Override
    public Optional<Thumbnail> find(FileId file, int size) {
        return Optional.ofNullable(thumbnails.get(new Key(file, size)));
    }

    @Override
    public boolean add(FileId file, int size, Thumbnail thumbnail) {
        return transactions.call(() -> {
            Key key = new Key(file, size);
            if (thumbnails.get(key) != null || files.find(file).isEmpty()) {
                return false;
            }
            contents.use(thumbnail.content());
            thumbnails.set(key, thumbnail);
            return true;
        });
    }

    private void removeIf(BiPredicate<Key, Thumbnail> condition) {
        thumbnails.removeIf((key, thumbnail) -> {
            boolean isRemoved = condition.test(key, thumbnail);
            if (isRemoved) {
                contents.free(thumbnail.content());
            }
            return isRemoved;
        });
    }
}
