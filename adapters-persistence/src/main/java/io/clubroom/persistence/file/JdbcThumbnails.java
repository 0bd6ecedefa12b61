package io.clubroom.persistence.file;

import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.Thumbnails;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Metadata of thumbnails in PostgreSQL. */
@Singleton
public final class JdbcThumbnails implements Thumbnails {
    private final ThumbnailRows rows;
    private final UsedContents contents;

    JdbcThumbnails(ThumbnailRows rows, UsedContents contents) {
        this.rows = rows;
        this.contents = contents;
    }

    @Override
    public Optional<Thumbnail> find(FileId file, int size) {
        return rows.find(file.value(), size).map(ThumbnailRow::toThumbnail);
    }

    @Override
    public boolean add(FileId file, int size, Thumbnail thumbnail) {
        return contents.store(
                thumbnail.content(),
                () -> rows.insert(
                                file.value(),
                                size,
                                thumbnail.type().value(),
                                thumbnail.content().value())
                        == 1);
    }
}
