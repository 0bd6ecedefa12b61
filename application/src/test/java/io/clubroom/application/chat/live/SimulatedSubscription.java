package io.clubroom.application.chat.live;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.UserId;
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
    After after;
    /** Whether the room had what the client has seen when it asked, and in which incarnation. */
    boolean seen;

    int seenIncarnation;

    /** When the client asked to enter, or for a replay, last. */
    long askedAt;

    /** When it asked for what it was told last to be read. */
    long knowsSince;

    /** The number of the room's last change when the client asked. */
    long reachedWhenAsked;
    /** The same when it asked for what is being replayed. */
    long reachedBeforeReplay;

    int replayedIncarnation;

    /** Whether {@link Effect.Unsubscribed} must come. */
    boolean leaving;

    /** The replay whose pages are being sent, 0 if none. */
    int replay;
    /** Whether {@link Effect.Replay} must follow in the same turn. */
    boolean replayFollows;

    /** Whether the client was not sent some events because it reads slowly. */
    boolean missesEvents;

    /** The number of the next change, or the {@code seq} of the next message for clients of protocol 1. */
    long next = UNKNOWN;

    /** The incarnation of the room that the changes so far are of, 0 before the first. */
    int incarnation;

    /** How far the client was told that users have read. */
    final Map<UserId, Long> told = new HashMap<>();

    int attemptsBeforeTyping;

    /** Whether it was sent messages of two incarnations because its node could not tell them apart. */
    boolean mixed;

    final List<Attempt> attempts = new ArrayList<>();
    /** The answers other than deliveries. */
    final Map<@Nullable ClientMessageId, Integer> answers = new HashMap<>();

    SimulatedSubscription(
            SimulatedConnection connection, int number, RoomId room, Actor.SignedIn actor, Participant user) {
        super(room, actor, user, connection.client.protocol);
        this.connection = connection;
        this.number = number;
    }

    /** The number by which the client counts: 0 if it does not receive such changes. */
    long number(RoomChange change) {
        if (protocol() == 2) {
            return change.change();
        }
        return change instanceof RoomChange.Posted(long _, Message message) ? message.seq() : 0;
    }

    /** Where a room ends, as the client counts. */
    long end(Rooms.Reached reached) {
        return protocol() == 2 ? reached.lastChange() : reached.lastSeq();
    }

    long end(Effect.Welcome welcome) {
        return protocol() == 2 ? welcome.lastChange() : welcome.lastSeq();
    }

    @Override
    public String toString() {
        return "s" + number + "(" + connection.client + ", " + connection.node + ", " + room() + ")";
    }
}
