package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.Message;
import org.jspecify.annotations.Nullable;

/** What a client receives. */
sealed interface Frame {
    SimulatedSubscription subscription();

    /** @param next the {@code seq} of the message that must come next */
    record Connected(
            SimulatedSubscription subscription,
            Effect.Welcome welcome,
            @Nullable Long gapAfter,
            long next) implements Frame {}

    record Posted(SimulatedSubscription subscription, Message message) implements Frame {}

    record Repeated(SimulatedSubscription subscription, Message message) implements Frame {}

    record Happened(SimulatedSubscription subscription, RoomEvent event) implements Frame {}

    record Refused(SimulatedSubscription subscription, Refusal refusal, boolean remains) implements Frame {}

    record Rejected(SimulatedSubscription subscription, Refusal refusal) implements Frame {}

    record Disconnected(SimulatedSubscription subscription, boolean evicted) implements Frame {}

    /** Invisible to the client: the frames of a replay have been written to the network. */
    record PageEnd(SimulatedSubscription subscription, int replay) implements Frame {}

    /** The server closes the connection. */
    record Close(SimulatedSubscription subscription, Refusal refusal) implements Frame {}

    /** Whether a client that reads slowly can do without. */
    default boolean isOptional() {
        return this instanceof Happened;
    }
}
