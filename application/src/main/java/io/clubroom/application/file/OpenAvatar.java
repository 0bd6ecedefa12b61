package io.clubroom.application.file;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.file.Avatars;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.user.UserId;
import java.util.Optional;

/** Opens the picture of a user, a JPEG, for any signed-in user. */
public final class OpenAvatar {
    public sealed interface Result {
        record Opened(ContentId id, ContentStore.Content content) implements Result {}

        /** There is no such user, or no picture. */
        record NotFound() implements Result {}
    }

    private final Avatars avatars;
    private final ContentStore store;

    public OpenAvatar(Avatars avatars, ContentStore store) {
        this.avatars = avatars;
        this.store = store;
    }

    /**
     * @param size one of {@link SetAvatar#SIZES}
     * @throws io.clubroom.domain.Unavailable if the store is unreachable
     */
    public Result open(Actor.SignedIn actor, UserId user, int size) {
        Optional<ContentId> id = avatars.find(user, size);
        return id.flatMap(store::open)
                .<Result>map(content -> new Result.Opened(id.get(), content))
                .orElseGet(Result.NotFound::new);
    }
}
