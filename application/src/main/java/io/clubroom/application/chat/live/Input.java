package io.clubroom.application.chat.live;

import io.clubroom.application.chat.EnterRoom;
import io.clubroom.application.chat.FollowRooms;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.NodeId;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomSignal;
import io.clubroom.domain.user.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An input of {@link LiveRooms}: a request of a client, the answer to an effect, a signal of another node, or the time. */
public sealed interface Input {
    /**
     * A client requests to enter the room of the subscription, or a replay if it is in the room already. Answered by {@link
     * Effect.Subscribed} or {@link Effect.Refused}.
     *
     * @param after null to replay nothing
     */
    record Subscribe(Subscription subscription, @Nullable After after) implements Input {}

    /** A client leaves the room, or its connection has closed. Answered by {@link Effect.Unsubscribed} if it was in the room. */
    record Unsubscribe(Subscription subscription) implements Input {}

    /**
     * A client in the room requests a change. Answered by the delivery of the change, {@link Effect.Answered}, {@link Effect.Rejected} or
     * {@link Effect.Disconnect}.
     */
    record Change(
            Subscription subscription,
            Action action,
            @Nullable ClientMessageId clientMessageId) implements Input {}

    record Type(Subscription subscription) implements Input {}

    /** The changes of {@link Effect.Replay} have been written to the client's connection, which is ready for more. */
    record Replayed(Subscription subscription, int replay) implements Input {}

    /**
     * Answers {@link Effect.Store}.
     *
     * @param committedAt passed on to {@link Effect.Deliver}
     */
    record Stored(long batch, List<Messages.Outcome> outcomes, long committedAt) implements Input {}

    /** Answers {@link Effect.Store}: it is unknown whether the batch was stored. */
    record StoreFailed(long batch, Refusal refusal) implements Input {}

    /** Answers {@link Effect.Admit}. */
    record Admitted(List<EnterRoom.Decision> decisions) implements Input {}

    /** Answers {@link Effect.Admit}. */
    record AdmitFailed(Refusal refusal) implements Input {}

    /** Answers {@link Effect.Load} and {@link Effect.LoadMessages}. */
    record Loaded(long load, FollowRooms.News news) implements Input {}

    /** Answers {@link Effect.Load} and {@link Effect.LoadMessages}. */
    record LoadFailed(long load, Refusal refusal) implements Input {}

    record PeerSignal(NodeId node, RoomSignal signal) implements Input {}

    /** A room was deleted, on this node or another one; there may be a new one with the same id. */
    record RoomDeleted(RoomId room) implements Input {}

    /** A user may no longer be in a room. */
    record UserRemoved(RoomId room, UserId user, Departure reason) implements Input {}

    /** Another node has joined; it does not know the users on this node yet. */
    record PeerAppeared(NodeId node) implements Input {}

    /** Another node has left with all its users; its last signals may be lost. */
    record PeerVanished(NodeId node) implements Input {}

    /** Signals of any node may have been lost, including those about authors. */
    record RelayResumed() implements Input {}

    /**
     * A user was renamed, got another picture or was deleted, so messages in memory are outdated; or the user blocks others than before.
     */
    record AuthorChanged(UserId user) implements Input {}

    /** @param nanoTime the time since an arbitrary origin, in nanoseconds */
    record Tick(long nanoTime) implements Input {}
}
