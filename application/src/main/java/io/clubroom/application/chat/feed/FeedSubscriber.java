package io.clubroom.application.chat.feed;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.UserId;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A connection that receives its user's feed. Adapters extend it with what they need to reach the client. */
public class FeedSubscriber {
    private final Actor.SignedIn actor;

    /** The rooms that the connection is in; null until the first. Confined to the engine. */
    private @Nullable Set<RoomId> entered;

    public FeedSubscriber(Actor.SignedIn actor) {
        this.actor = actor;
    }

    public final Actor.SignedIn actor() {
        return actor;
    }

    public final UserId user() {
        return actor.id();
    }

    final void enter(RoomId room) {
        if (entered == null) {
            entered = new HashSet<>(2);
        }
        entered.add(room);
    }

    final void leave(RoomId room) {
        if (entered != null) {
            entered.remove(room);
        }
    }

    final boolean isIn(RoomId room) {
        return entered != null && entered.contains(room);
    }
}
