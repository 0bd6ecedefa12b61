package io.clubroom.application.file;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.file.Contents;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.NewContent;
import io.clubroom.domain.file.Pictures;
import io.clubroom.domain.file.Pictures.Picture;
import io.clubroom.domain.file.StorageFull;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.file.Thumbnails;
import io.clubroom.domain.file.Thumbnails.Thumbnail;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes thumbnails of pictures that the actor may read. Each is made once and then stored. */
public final class MakeThumbnail {
    public sealed interface Result {
        record Made(StoredFile file, Picture thumbnail) implements Result {}

        /** There is no such file, the actor may not read it, or it is not a picture. */
        record NotFound() implements Result {}
    }

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final FindFile findFile;
    private final Thumbnails thumbnails;
    private final Contents contents;
    private final ContentStore store;
    private final Pictures pictures;
    private final Transactions transactions;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    public MakeThumbnail(
            FindFile findFile,
            Thumbnails thumbnails,
            Contents contents,
            ContentStore store,
            Pictures pictures,
            Transactions transactions,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.findFile = findFile;
        this.thumbnails = thumbnails;
        this.contents = contents;
        this.store = store;
        this.pictures = pictures;
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Returns the thumbnail that fits into a square of this many pixels.
     *
     * @throws Pictures.InvalidImage if the picture cannot be decoded
     * @throws Pictures.ImageTooLarge if it has too many pixels
     * @throws Unavailable if the store is unreachable, or too many pictures are being made
     */
    public Result make(Actor.SignedIn actor, FileId id, int size) {
        if (!(findFile.find(actor, id) instanceof FindFile.Result.Found(StoredFile file))
                || !file.type().isPicture()) {
            return new Result.NotFound();
        }
        Picture stored = thumbnails.find(id, size).map(this::read).orElse(null);
        if (stored != null) {
            return new Result.Made(file, stored);
        }
        Optional<ContentStore.Content> content = store.open(file.content());
        if (content.isEmpty()) {
            return new Result.NotFound();
        }
        Picture made = make(content.get(), file, size);
        keep(actor, file, size, made);
        return new Result.Made(file, made);
    }

    /** Returns null if the content is missing. */
    private @Nullable Picture read(Thumbnail thumbnail) {
        return store.open(thumbnail.content())
                .map(content -> {
                    try (InputStream bytes = content.read(0, content.size())) {
                        return new Picture(thumbnail.type(), bytes.readAllBytes());
                    } catch (IOException failure) {
                        throw new UncheckedIOException(failure);
                    }
                })
                .orElse(null);
    }

    private Picture make(ContentStore.Content content, StoredFile file, int size) {
        try (FileChannel bytes = content.openFile()) {
            if (bytes != null) {
                return pictures.thumbnail(bytes, file.type(), size);
            }
        } catch (IOException | UncheckedIOException failure) {
            throw new Unavailable(Unavailable.What.FILES, RETRY_AFTER, "A picture cannot be read: " + failure, failure);
        }
        try (NewContent copy = store.create()) {
            copy.append(content);
            return pictures.thumbnail(copy.channel(), file.type(), size);
        }
    }

    /** Stores a thumbnail. One that cannot be stored is made again next time. */
    private void keep(Actor.SignedIn actor, StoredFile file, int size, Picture picture) {
        ContentId id = new ContentId(ids.get());
        try (NewContent content = store.create()) {
            content.write(ByteBuffer.wrap(picture.bytes()));
            contents.begin(id, clock.instant());
            content.store(id);
            if (!transactions.call(actor, () -> thumbnails.add(file.id(), size, new Thumbnail(id, picture.type())))) {
                contents.release(id);
            }
        } catch (StorageFull | Unavailable failure) {
            // The content will be collected like every one that was begun and never used.
        }
    }
}
