package io.clubroom.application.chat.live;

import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.application.chat.EnterRoom;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Departure;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.ReadAudience;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.RoomSignal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@link LiveRooms} asks for. The caller carries effects out in the order of the list. What it sends to one client must arrive in that
 * order; {@link Store}, {@link Admit}, {@link Load} and {@link LoadMessages} are carried out concurrently with all else.
 */
public sealed interface Effect {
    /** Stores a batch of changes with one commit. Answered by {@link Input.Stored} or {@link Input.StoreFailed}. */
    record Store(long batch, List<ChangeMessages.Request> requests) implements Effect {}

    /** Asks who may enter. Answered by {@link Input.Admitted} or {@link Input.AdmitFailed}; there is only one at a time. */
    record Admit(List<EnterRoom.Request> requests) implements Effect {}

    /**
     * Reads changes. Answered by {@link Input.Loaded} or {@link Input.LoadFailed}.
     *
     * @param after the number of the change after which changes are read, for each room
     * @param limit the most changes of a room
     */
    record Load(long load, Map<RoomId, Long> after, int limit) implements Effect {}

    /** Reads messages of a room, and no other changes. Answered by {@link Input.Loaded} or {@link Input.LoadFailed}. */
    record LoadMessages(long load, RoomId room, long afterSeq, int limit) implements Effect {}

    /**
     * Sends changes to all subscriptions of a room that are live; only {@link RoomChange.Posted} to those of protocol 1.
     *
     * @param answers which of the changes are answers to subscriptions of protocol 2
     * @param committedAt of {@link Input.Stored}; null if the changes were read from the store
     */
    record Deliver(
            RoomId room,
            List<RoomChange> changes,
            List<Answer> answers,
            @Nullable Long committedAt) implements Effect {}

    /**
     * A change answers the subscription that has asked for it with an id.
     *
     * @param index of the change in its list
     */
    record Answer(int index, Subscription subscription, ClientMessageId clientMessageId) {}

    /**
     * Tells subscriptions of protocol 2, live or not, what a user has read: those that {@link ReadAudience} includes.
     *
     * @param newcomer the only one that is told; null for all in the room
     */
    record TellRead(RoomSignal.Read read, @Nullable Subscription newcomer) implements Effect {}

    /** Sends events to all subscriptions of a room, live or not, and {@link RoomEvent.Typing} not to the user who types. */
    record Announce(RoomId room, List<RoomEvent> events) implements Effect {}

    /**
     * The subscription is in its room. A {@link Replay} follows if it is not live.
     *
     * @param gap where the client wanted a replay to begin that it does not get, because it has missed too much or the room has never got
     *     there; otherwise null
     * @param live whether it receives live messages from here on
     * @param state what was read when it was let in; {@link TellRead} follows for what was read since. Null if the subscription was of
     *     protocol 1 then
     */
    record Subscribed(
            Subscription subscription,
            Welcome welcome,
            @Nullable After gap,
            boolean live,
            RoomReads.@Nullable State state)
            implements Effect {}

    /**
     * The answer to {@link Input.Subscribe} is no.
     *
     * @param remains whether the subscription is in the room nevertheless, as before
     */
    record Refused(Subscription subscription, Refusal refusal, boolean remains) implements Effect {}

    record Unsubscribed(Subscription subscription) implements Effect {}

    /**
     * A change was not stored, or, if the refusal says so, may not have been.
     *
     * @param until when the sender's mute ends; null if it does not, or if this is no {@link Refusal#MUTED}
     */
    record Rejected(
            Subscription subscription,
            @Nullable ClientMessageId clientMessageId,
            Refusal refusal,
            @Nullable Instant until)
            implements Effect {}

    /**
     * Answers one client without telling anybody else: the change had been stored before, with the same {@code client_message_id}, or there
     * was nothing to change.
     *
     * @param change {@link RoomChange#UNNUMBERED} if there was nothing to change
     */
    record Answered(
            Subscription subscription,
            RoomChange change,
            @Nullable ClientMessageId clientMessageId) implements Effect {}

    /**
     * Sends what it has missed to one client. Subscriptions that get the same changes share the list.
     *
     * @param replay if not the last, answered by {@link Input.Replayed} with this number
     * @param changes only {@link RoomChange.Posted}, perhaps {@link RoomChange#UNNUMBERED}, to a subscription of protocol 1
     * @param answers which of the changes are answers to the subscription; none if it is one of protocol 1
     * @param last whether the subscription is live from here on
     */
    record Replay(Subscription subscription, int replay, List<RoomChange> changes, List<Answer> answers, boolean last)
            implements Effect {}

    /** Removes a subscription whose user may no longer be in the room. */
    record Expelled(Subscription subscription, Departure reason) implements Effect {}

    /** Removes all subscriptions of a room that no longer exists, for the reason {@link Departure#DELETED}. */
    record Evict(RoomId room) implements Effect {}

    /** Closes the connection of the subscription. */
    record Disconnect(Subscription subscription, Refusal refusal) implements Effect {}

    record Signal(RoomSignal signal) implements Effect {}

    /** A bug: the input was not handled, or not completely. */
    record Fault(Input input, RuntimeException cause) implements Effect {}

    /**
     * What a newcomer sees of a room first. Those who enter together share it.
     *
     * @param lastSeq the {@code seq} of the last message before the live ones
     * @param lastChange the number of the last change before the live ones
     * @param members the users in the room; if there are too many, the newest, newest first
     * @param memberCount the number of users in the room
     */
    record Welcome(RoomId room, long lastSeq, long lastChange, List<Participant> members, int memberCount) {
        /** For a user who is not shown who else is in the room. */
        Welcome to(Participant user) {
            return new Welcome(room, lastSeq, lastChange, List.of(user), 1);
        }
    }
}
