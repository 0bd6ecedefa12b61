package io.clubroom.application.file;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.file.Avatars;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.ContentInspector;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.file.Contents;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.NewContent;
import io.clubroom.domain.file.Pictures;
import io.clubroom.domain.file.Pictures.Picture;
import io.clubroom.domain.user.AvatarId;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Sets the picture of a user: the actor's own, or for administrators anybody's. The stored pictures are re-encoded from the one that was
 * sent. The new picture appears in the chat at once.
 */
public final class SetAvatar {
    /** The side lengths of the stored pictures in pixels. */
    public static final List<Integer> SIZES = List.of(64, 256, 512);

    /** The maximum size in bytes of a picture that is sent. */
    public static final long MAX_BYTES = 10 * 1024 * 1024;

    private static final int BUFFER_BYTES = 8_192;

    public sealed interface Result {
        record Set(User user) implements Result {}

        record NotAllowed() implements Result {}

        record NotFound() implements Result {}

        /** The picture has more than {@link #MAX_BYTES}. */
        record TooLarge() implements Result {}

        /** The bytes are not a picture that can be decoded. */
        record NoPicture(MediaType type) implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final Avatars avatars;
    private final Contents contents;
    private final ContentStore store;
    private final ContentInspector inspector;
    private final Pictures pictures;
    private final RoomRelay relay;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    public SetAvatar(
            Transactions transactions,
            Users users,
            Avatars avatars,
            Contents contents,
            ContentStore store,
            ContentInspector inspector,
            Pictures pictures,
            RoomRelay relay,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.transactions = transactions;
        this.users = users;
        this.avatars = avatars;
        this.contents = contents;
        this.store = store;
        this.inspector = inspector;
        this.pictures = pictures;
        this.relay = relay;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Reads the body, and stores the picture in all sizes.
     *
     * @throws Pictures.InvalidImage if the picture cannot be decoded
     * @throws Pictures.ImageTooLarge if it has too many pixels
     * @throws io.clubroom.domain.file.StorageFull if the store has no room
     * @throws io.clubroom.domain.Unavailable if the store is unreachable, or too many pictures are being made
     */
    public Result set(Actor.SignedIn actor, UserId id, InputStream body) {
        if (!actor.mayChange(id)) {
            return new Result.NotAllowed();
        }
        if (users.find(id).isEmpty()) {
            return transactions.call(actor, Result.NotFound::new);
        }
        try (NewContent sent = store.create()) {
            if (!receive(body, sent)) {
                return new Result.TooLarge();
            }
            MediaType type = inspector.inspect(sent.channel()).type();
            if (!type.isPicture()) {
                return new Result.NoPicture(type);
            }
            return store(actor, id, pictures.avatars(sent.channel(), type, SIZES));
        }
    }

    /** Returns false if the body is too large. */
    private static boolean receive(InputStream body, NewContent content) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            int read = body.read(buffer);
            while (read >= 0) {
                content.write(ByteBuffer.wrap(buffer, 0, read));
                if (content.size() > MAX_BYTES) {
                    return false;
                }
                read = body.read(buffer);
            }
            return true;
        } catch (IOException cut) {
            throw new UncheckedIOException(cut);
        }
    }

    private Result store(Actor.SignedIn actor, UserId id, Map<Integer, Picture> made) {
        Map<Integer, ContentId> stored = new HashMap<>();
        boolean used = false;
        try {
            made.forEach((size, picture) -> stored.put(size, store(picture)));
            Result result = transactions.call(actor, () -> change(id, stored));
            used = result instanceof Result.Set;
            return result;
        } finally {
            if (!used) {
                stored.values().forEach(contents::release);
            }
        }
    }

    private ContentId store(Picture picture) {
        ContentId id = new ContentId(ids.get());
        try (NewContent content = store.create()) {
            content.write(ByteBuffer.wrap(picture.bytes()));
            contents.begin(id, clock.instant());
            content.store(id);
        }
        return id;
    }

    private Result change(UserId id, Map<Integer, ContentId> stored) {
        Optional<User> found = users.lock(id);
        if (found.isEmpty()) {
            return new Result.NotFound();
        }
        User changed = found.get().withAvatar(new AvatarId(ids.get()), clock.instant());
        users.update(changed);
        avatars.set(id, stored);
        transactions.afterCommit(() -> relay.authorChanged(id));
        return new Result.Set(changed);
    }
}
