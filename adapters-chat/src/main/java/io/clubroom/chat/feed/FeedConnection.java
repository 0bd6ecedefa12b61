package io.clubroom.chat.feed;

import io.clubroom.application.chat.feed.FeedSubscriber;
import io.clubroom.domain.auth.Actor;

/** A connection that receives the events of all rooms of its user. */
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
