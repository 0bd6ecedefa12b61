package io.clubroom.application.chat.feed;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.user.UserId;

/** A connection whose user is told about rooms. An adapter extends it with what it needs to reach the client. */
public class FeedSubscriber {
    private final Actor.SignedIn actor;

    public FeedSubscriber(Actor.SignedIn actor) {
        this.actor = actor;
    }

    public final Actor.SignedIn actor() {
        return actor;
    }

    public final UserId user() {
        return actor.id();
    }
}
