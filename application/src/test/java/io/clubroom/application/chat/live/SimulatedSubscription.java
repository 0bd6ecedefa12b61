package io.clubroom.application.chat.live;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A subscription, with what its node and the checks remember of it. */
final class SimulatedSubscription extends Subscription {
    enum State {
        ENTERING,
        IN,
        OVER
    }

    static final long UNKNOWN = -1;

    final SimulatedConnection connection;
    private final int number;

    State state = State.ENTERING;
    boolean live;
    /** Whether {@link Effect.Subscribed} or {@link Effect.Refused} must come. */
    boolean asked;

    @Nullable
    Long afterSeq;
    /** Whether the room had the message {@code afterSeq} when the client asked, and in which incarnation. */
    boolean seen;

    int seenIncarnation;
    /** Whether {@link Effect.Unsubscribed} must come. */
    boolean leaving;

    /** The replay whose pages are being sent, 0 if none. */
    int replay;
    /** Whether {@link Effect.Replay} must follow in the same turn. */
    boolean replayFollows;

    /** Whether the client was not sent some events because it reads slowly. */
    boolean missesEvents;

    /** The {@code seq} of the next message. */
    long next = UNKNOWN;

    /** The incarnation of the room that the messages so far are of, 0 before the first. */
    int incarnation;

    int messagesBeforeTyping;

    /** Whether it was sent messages of two incarnations because its node could not tell them apart. */
    boolean mixed;

    final List<Attempt> attempts = new ArrayList<>();
    /** The answers other than deliveries. */
    final Map<@Nullable ClientMessageId, Integer> answers = new HashMap<>();

    SimulatedSubscription(
            SimulatedConnection connection, int number, RoomId room, Actor.SignedIn actor, Participant user) {
        super(room, actor, user);
        this.connection = connection;
        this.number = number;
    }

    @Override
    public String toString() {
        return "s" + number + "(" + connection.client + ", " + connection.node + ", " + room() + ")";
    }
}
