package io.clubroom.application.chat.live;

import io.clubroom.application.chat.MarkReadings;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.RoomSignal;
import org.jspecify.annotations.Nullable;

/** What a client receives. */
sealed interface Frame {
    SimulatedSubscription subscription();

    /**
     * @param after what the client has asked for
     * @param incarnation of the room when it asked
     * @param next the number of the message or change that must come next
     * @param state null for protocol 1
     */
    record Connected(
            SimulatedSubscription subscription,
            Effect.Welcome welcome,
            @Nullable After after,
            int incarnation,
            @Nullable After gap,
            long next,
            RoomReads.@Nullable State state)
            implements Frame {}

    /** @param id null unless the frame answers the client */
    record Changed(
            SimulatedSubscription subscription,
            RoomChange change,
            @Nullable ClientMessageId id) implements Frame {}

    /** An answer that nobody else receives. */
    record Answered(
            SimulatedSubscription subscription,
            RoomChange change,
            @Nullable ClientMessageId id) implements Frame {}

    record Happened(SimulatedSubscription subscription, RoomEvent event) implements Frame {}

    record Read(SimulatedSubscription subscription, RoomSignal.Read read) implements Frame {}

    /** @param outcome null if the store has failed */
    record ReadRefused(SimulatedSubscription subscription, MarkReadings.@Nullable Outcome outcome) implements Frame {}

    record Refused(SimulatedSubscription subscription, Refusal refusal, boolean remains) implements Frame {}

    record Rejected(
            SimulatedSubscription subscription, @Nullable ClientMessageId id, Refusal refusal) implements Frame {}

    /** @param reason null if the client has left */
    record Disconnected(
            SimulatedSubscription subscription, @Nullable Departure reason) implements Frame {}

    /** Invisible to the client: the frames of a replay have been written to the network. */
    record PageEnd(SimulatedSubscription subscription, int replay) implements Frame {}

    /** The server closes the connection. */
    record Close(SimulatedSubscription subscription, Refusal refusal) implements Frame {}

    /** Whether a client that reads slowly can do without. */
    default boolean isOptional() {
        return this instanceof Happened;
    }
}
