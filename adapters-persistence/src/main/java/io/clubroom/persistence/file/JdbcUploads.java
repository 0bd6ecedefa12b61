package io.clubroom.persistence.file;

import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.Upload;
import io.clubroom.domain.file.Uploads;
import io.clubroom.persistence.JdbcTransactions;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Uploads in PostgreSQL. */
@Singleton
public final class JdbcUploads implements Uploads {
    private final UploadRows rows;
    private final UsedContents contents;
    private final JdbcTransactions transactions;

    JdbcUploads(UploadRows rows, UsedContents contents, JdbcTransactions transactions) {
        this.rows = rows;
        this.contents = contents;
        this.transactions = transactions;
    }

    @Override
    public void add(Upload upload) {
        rows.insert(
                upload.id().value(),
                upload.owner().value(),
                upload.name().value(),
                upload.metadata(),
                upload.length(),
                upload.received(),
                upload.parts(),
                upload.finished(),
                upload.createdAt(),
                upload.expiresAt());
    }

    @Override
    public Optional<Upload> find(FileId id) {
        return rows.findById(id.value()).map(UploadRow::toUpload);
    }

    @Override
    public boolean append(FileId id, Part part, Instant expiresAt) {
        UUID upload = id.value();
        return transactions.call(() -> rows.extend(upload, part.offset(), part.length(), expiresAt) == 1
                && contents.store(
                        part.content(),
                        () -> rows.insertPart(
                                        upload,
                                        part.offset(),
                                        part.length(),
                                        part.content().value())
                                == 1));
    }

    @Override
    public List<Part> parts(FileId id) {
        return rows.parts(id.value()).stream().map(UploadPartRow::toPart).toList();
    }

    @Override
    public boolean finish(FileId id) {
        return transactions.call(() -> {
            boolean isFinished = rows.finish(id.value()) == 1;
            if (isFinished) {
                rows.removeParts(id.value());
            }
            return isFinished;
        });
    }

    @Override
    public boolean remove(FileId id) {
        return rows.deleteById(id.value()) == 1;
    }

    @Override
    public int removeExpired(Instant before, int limit) {
        return rows.removeExpired(before, limit);
    }

    @Override
    public long countUnfinished() {
        return rows.countByFinishedFalse();
    }
}
