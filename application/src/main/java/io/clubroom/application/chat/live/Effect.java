package io.clubroom.application.chat.live;

import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.application.chat.EnterRoom;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomSignal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@link LiveRooms} asks for. The caller carries effects out in the order of the list. What it sends to one client must arrive in that
 * order; {@link Store}, {@link Admit} and {@link Load} are carried out concurrently with all else.
 */
public sealed interface Effect {
    /** Stores a batch of messages with one commit. Answered by {@link Input.Stored} or {@link Input.StoreFailed}. */
    record Store(long batch, List<ChangeMessages.Post> posts) implements Effect {}

    /** Asks who may enter. Answered by {@link Input.Admitted} or {@link Input.AdmitFailed}; there is only one at a time. */
    record Admit(List<EnterRoom.Request> requests) implements Effect {}

    /**
     * Reads messages. Answered by {@link Input.Loaded} or {@link Input.LoadFailed}.
     *
     * @param after the {@code seq} after which messages are read, for each room
     * @param limit the most messages of a room
     */
    record Load(long load, Map<RoomId, Long> after, int limit) implements Effect {}

    /**
     * Sends messages to all subscriptions of a room that are live.
     *
     * @param committedAt of {@link Input.Stored}; null if the messages were read from the store
     */
    record Deliver(
            RoomId room, List<Message> messages, @Nullable Long committedAt) implements Effect {}

    /** Sends events to all subscriptions of a room, live or not, and {@link RoomEvent.Typing} not to the user who types. */
    record Announce(RoomId room, List<RoomEvent> events) implements Effect {}

    /**
     * The subscription is in its room. A {@link Replay} follows if it is not live.
     *
     * @param gapAfter the {@code after_seq} of a client that has missed too many messages to replay them, otherwise null
     * @param live whether it receives live messages from here on
     */
    record Subscribed(
            Subscription subscription,
            Welcome welcome,
            @Nullable Long gapAfter,
            boolean live) implements Effect {}

    /**
     * The answer to {@link Input.Subscribe} is no.
     *
     * @param remains whether the subscription is in the room nevertheless, as before
     */
    record Refused(Subscription subscription, Refusal refusal, boolean remains) implements Effect {}

    record Unsubscribed(Subscription subscription) implements Effect {}

    /** A message was not stored, or, if the refusal says so, may not have been. */
    record Rejected(Subscription subscription, @Nullable ClientMessageId clientMessageId, Refusal refusal)
            implements Effect {}

    /** A message had been stored before, with the same {@code client_message_id}. */
    record Repeated(Subscription subscription, Message message) implements Effect {}

    /**
     * Sends missed messages to one client. Subscriptions that get the same messages share the list.
     *
     * @param replay if not the last, answered by {@link Input.Replayed} with this number
     * @param last whether the subscription is live from here on
     */
    record Replay(Subscription subscription, int replay, List<Message> messages, boolean last) implements Effect {}

    /** Removes all subscriptions of a room that no longer exists. */
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
     * @param members the users in the room; if there are too many, the newest, newest first
     * @param memberCount the number of users in the room
     */
    record Welcome(RoomId room, long lastSeq, List<Participant> members, int memberCount) {}
}
