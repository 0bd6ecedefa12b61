package io.clubroom.testkit.file;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.file.Avatars;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.Contents;
import io.clubroom.domain.file.Dimensions;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.Sha256;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.file.Thumbnails;
import io.clubroom.domain.file.Upload;
import io.clubroom.domain.file.Uploads;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The ports of what is known of files, of the same store, which is empty when a test begins. */
public interface FilePorts {
    Instant NOW = Instant.parse("2025-03-06T22:05:39.123456Z");

    Contents contents();

    Files files();

    Uploads uploads();

    Thumbnails thumbnails();

    Avatars avatars();

    Users users();

    Transactions transactions();

    static FileId newFileId() {
        return new FileId(UUID.randomUUID());
    }

    default UserId owner() {
        User user = UserFixture.user().build();
        users().add(user);
        return user.id();
    }

    /** A content that was begun. */
    default ContentId begun() {
        ContentId id = ContentStoreContract.newId();
        contents().begin(id, NOW);
        return id;
    }

    /** A file that is not stored, with a content that was begun. */
    default StoredFile file(UserId owner, long size, Instant createdAt) {
        return new StoredFile(
                newFileId(),
                owner,
                new FileName("Żółw 🐢.png"),
                new MediaType("image/png"),
                size,
                new Sha256("0123456789abcdef".repeat(4)),
                new Dimensions(640, 480),
                begun(),
                false,
                createdAt);
    }

    default StoredFile stored(UserId owner, long size, Instant createdAt) {
        StoredFile file = file(owner, size, createdAt);
        if (!files().add(file)) {
            throw new AssertionError("the file was not stored");
        }
        return file;
    }

    default StoredFile stored(UserId owner) {
        return stored(owner, 1000, NOW);
    }

    static Upload upload(UserId owner, long length) {
        return new Upload(
                newFileId(),
                owner,
                new FileName("film.mp4"),
                "filename ZmlsbS5tcDQ=",
                length,
                0,
                0,
                false,
                NOW,
                NOW.plus(Duration.ofHours(24)));
    }

    default Upload storedUpload(UserId owner, long length) {
        Upload upload = upload(owner, length);
        uploads().add(upload);
        return upload;
    }

    /** Appends a part to an upload that ends at this offset. */
    default Uploads.Part append(FileId upload, long offset, long length) {
        Uploads.Part part = new Uploads.Part(begun(), offset, length);
        if (!uploads().append(upload, part, NOW.plus(Duration.ofHours(25)))) {
            throw new AssertionError("the part was not stored");
        }
        return part;
    }

    default boolean isInUse(ContentId id) {
        return contents().inUse(id.shard()).contains(id);
    }

    /** The contents that were released. */
    default List<ContentId> released() {
        return contents().removed(Instant.EPOCH, 1_000_000);
    }
}
