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
 * An effect requested by {@link LiveRooms}. The caller carries effects out in list order, and what it sends to one client must arrive in
 * that order. {@link Store}, {@link Admit}, {@link Load} and {@link LoadMessages} run concurrently with everything else.
 */
public sealed interface Effect {
    /** Stores a batch of changes in one commit. Answered by {@link Input.Stored} or {@link Input.StoreFailed}. */
    record Store(long batch, List<ChangeMessages.Request> requests) implements Effect {}

    /** Decides who may enter. Answered by {@link Input.Admitted} or {@link Input.AdmitFailed}; at most one is in progress. */
    record Admit(List<EnterRoom.Request> requests) implements Effect {}

    /**
     * Reads changes. Answered by {@link Input.Loaded} or {@link Input.LoadFailed}.
     *
     * @param after for each room, the number of the change after which changes are read
     * @param limit the maximum number of changes per room
     */
    record Load(long load, Map<RoomId, Long> after, int limit) implements Effect {}

    /** Reads messages of a room, and no other changes. Answered by {@link Input.Loaded} or {@link Input.LoadFailed}. */
    record LoadMessages(long load, RoomId room, long afterSeq, int limit) implements Effect {}

    /**
     * Sends changes to all live subscriptions of a room; to those of protocol 1, only {@link RoomChange.Posted}.
     *
     * @param answers marks the changes that subscriptions of protocol 2 have requested
     * @param committedAt {@link Input.Stored#committedAt()}; null if the changes were read from the store
     */
    record Deliver(
            RoomId room,
            List<RoomChange> changes,
            List<Answer> answers,
            @Nullable Long committedAt) implements Effect {}

    /**
     * Marks a change as the answer to the subscription that requested it with a {@link ClientMessageId}.
     *
     * @param index the position of the change in its list
     */
    record Answer(int index, Subscription subscription, ClientMessageId clientMessageId) {}

    /**
     * Sends a user's read marker to the subscriptions of protocol 2, live or not, that its {@link ReadAudience} includes.
     *
     * @param newcomer the only recipient, which has just entered; null for all subscriptions of the room
     */
    record TellRead(RoomSignal.Read read, @Nullable Subscription newcomer) implements Effect {}

    /** Sends events to all subscriptions of a room, live or not; {@link RoomEvent.Typing} not to the user who is typing. */
    record Announce(RoomId room, List<RoomEvent> events) implements Effect {}

    /**
     * Confirms that the subscription is in its room. A {@link Replay} follows if it is not live.
     *
     * @param gap the requested position if it cannot be replayed from, because the client has missed too much or the room has never reached
     *     it; otherwise null
     * @param live whether the subscription receives live changes from here on
     * @param state the user's read state when the subscription was admitted; {@link TellRead} follows for read markers moved since. Null if
     *     it used protocol 1 then
     */
    record Subscribed(
            Subscription subscription,
            Welcome welcome,
            @Nullable After gap,
            boolean live,
            RoomReads.@Nullable State state)
            implements Effect {}

    /**
     * Refuses an {@link Input.Subscribe}.
     *
     * @param remains whether the subscription was in the room before, and stays there
     */
    record Refused(Subscription subscription, Refusal refusal, boolean remains) implements Effect {}

    record Unsubscribed(Subscription subscription) implements Effect {}

    /**
     * Rejects a change. It was not stored, or, if the refusal says so, may have been stored nevertheless.
     *
     * @param until when the sender's mute ends; null if it has no end or the refusal is not {@link Refusal#MUTED}
     */
    record Rejected(
            Subscription subscription,
            @Nullable ClientMessageId clientMessageId,
            Refusal refusal,
            @Nullable Instant until)
            implements Effect {}

    /**
     * Answers the requesting client only: the change had already been stored with the same {@code client_message_id}, or had no effect.
     *
     * @param change {@link RoomChange#UNNUMBERED} if it had no effect
     */
    record Answered(
            Subscription subscription,
            RoomChange change,
            @Nullable ClientMessageId clientMessageId) implements Effect {}

    /**
     * Sends missed changes to one client. Subscriptions that get the same changes share the list.
     *
     * @param replay the number of the replay; unless this is the last page, answered by {@link Input.Replayed} with this number
     * @param changes for a subscription of protocol 1 only {@link RoomChange.Posted}, which may be {@link RoomChange#UNNUMBERED}
     * @param answers marks the changes that the subscription has requested; empty for protocol 1
     * @param last whether the subscription is live from here on
     */
    record Replay(Subscription subscription, int replay, List<RoomChange> changes, List<Answer> answers, boolean last)
            implements Effect {}

    /** Removes a subscription whose user may no longer be in the room. */
    record Expelled(Subscription subscription, Departure reason) implements Effect {}

    /** Removes all subscriptions of a room that no longer exists, with the reason {@link Departure#DELETED}. */
    record Evict(RoomId room) implements Effect {}

    /** Closes the connection of the subscription. */
    record Disconnect(Subscription subscription, Refusal refusal) implements Effect {}

    record Signal(RoomSignal signal) implements Effect {}

    /** Reports a bug: the input was not handled, or not completely. */
    record Fault(Input input, RuntimeException cause) implements Effect {}

    /**
     * The state of a room that is sent to a client when it enters. Clients that enter together share it.
     *
     * @param lastSeq the {@code seq} of the last message before the live ones
     * @param lastChange the number of the last change before the live ones
     * @param members the users in the room; if they exceed {@link Limits#listedMembers()}, the newest ones, newest first
     * @param memberCount the number of users in the room
     */
    record Welcome(RoomId room, long lastSeq, long lastChange, List<Participant> members, int memberCount) {
        /** Returns the welcome for a user who is not shown who else is in the room. */
        Welcome to(Participant user) {
            return new Welcome(room, lastSeq, lastChange, List.of(user), 1);
        }
    }
}
