package io.clubroom.persistence.file;

import io.clubroom.domain.file.Dimensions;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.user.UserId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Metadata of files in PostgreSQL. */
@Singleton
public final class JdbcFiles implements Files {
    /** A position before the newest file. */
    private static final Position START =
            new Position(Instant.parse("9999-12-31T23:59:59Z"), new FileId(new UUID(-1, -1)));

    private final FileRows rows;
    private final UsedContents contents;

    JdbcFiles(FileRows rows, UsedContents contents) {
        this.rows = rows;
        this.contents = contents;
    }

    @Override
    public boolean add(StoredFile file) {
        Dimensions dimensions = file.dimensions();
        return contents.store(
                file.content(),
                () -> rows.insert(
                                file.id().value(),
                                file.owner().value(),
                                file.name().value(),
                                file.type().value(),
                                file.size(),
                                file.sha256().bytes(),
                                dimensions == null ? null : dimensions.width(),
                                dimensions == null ? null : dimensions.height(),
                                file.content().value(),
                                file.createdAt())
                        == 1);
    }

    @Override
    public Optional<StoredFile> find(FileId id) {
        return rows.findById(id.value()).map(FileRow::toFile);
    }

    @Override
    public List<StoredFile> list(UserId owner, @Nullable Position after, int limit) {
        Position start = after == null ? START : after;
        return rows.list(owner.value(), start.createdAt(), start.id().value(), limit).stream()
                .map(FileRow::toFile)
                .toList();
    }

    @Override
    public long count(UserId owner) {
        return rows.countByUserId(owner.value());
    }

    @Override
    public long usage(UserId owner, Instant now) {
        return rows.usage(owner.value(), now);
    }

    @Override
    public boolean removeUnused(FileId id) {
        return rows.removeUnused(id.value()) == 1;
    }

    @Override
    public int removeUnused(Instant before, int limit) {
        return rows.removeUnused(before, limit);
    }

    @Override
    public long totalBytes() {
        return rows.totalBytes();
    }
}
