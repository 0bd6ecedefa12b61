package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.ClientMessageId;
import org.jspecify.annotations.Nullable;

/** A change that a client has asked for, perhaps not for the first time. */
final class Attempt {
    final SimulatedSubscription subscription;
    final Action action;
    final @Nullable ClientMessageId id;

    /** Counts the changes of the subscription. */
    final int number;

    boolean handedToStore;

    /** Whether the engine was told that the change has been stored: it answers by the delivery. */
    boolean stored;

    boolean delivered;

    /** Whether the client has asked to skip the delivery. */
    boolean skipped;

    Attempt(SimulatedSubscription subscription, Action action, @Nullable ClientMessageId id, int number) {
        this.subscription = subscription;
        this.action = action;
        this.id = id;
        this.number = number;
    }

    @Override
    public String toString() {
        return Words.of(action) + (id == null ? "" : " id " + id.value());
    }
}
