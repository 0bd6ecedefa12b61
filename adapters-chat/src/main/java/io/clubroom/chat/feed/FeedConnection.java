package io.clubroom.chat.feed;

import io.clubroom.application.chat.feed.FeedSubscriber;
import io.clubroom.domain.auth.Actor;

/** A connection that is told about the rooms of its user. */
public final class FeedConnection extends FeedSubscriber {
    private final FeedReceiver receiver;

    public FeedConnection(Actor.SignedIn actor, FeedReceiver receiver) {
        super(actor);
        this.receiver = receiver;
    }

    FeedReceiver receiver() {
        return receiver;
    }
}
