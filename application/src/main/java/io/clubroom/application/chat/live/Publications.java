package io.clubroom.application.chat.live;

import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.ChangeRefusal;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomSignal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Stores the messages that clients of this node publish, delivers them, and answers repeated ones. */
final class Publications {
    private final LiveRooms rooms;
    private final PendingWrites writes;
    private final int maxWaiting;
    private final int maxRepeats;

    /** The rooms that may have repeats to answer. */
    private final Set<LiveRoom> repeating = new LinkedHashSet<>();

    /** Batches up to this one may show old names of their authors. */
    private long lastBatchWithOldNames;

    Publications(LiveRooms rooms, Limits limits) {
        this.rooms = rooms;
        this.writes = new PendingWrites(limits.batches(), limits.batchSize());
        this.maxWaiting = limits.waitingMessages();
        this.maxRepeats = limits.waitingRepeats();
    }

    void publish(Input.Change publish) {
        LiveRoom room = publish.subscription().joined;
        if (room == null || !publish.subscription().isJoined()) {
            reject(publish, Refusal.ROOM_NOT_FOUND);
        } else if (room.loadFailed) {
            // It could not be delivered.
            reject(publish, Refusal.UNAVAILABLE);
        } else if (writes.waiting() >= maxWaiting) {
            reject(publish, Refusal.OVERLOADED);
        } else {
            writes.add(publish);
        }
    }

    private void reject(Input.Change publish, Refusal refusal) {
        rooms.emit(new Effect.Rejected(publish.subscription(), publish.clientMessageId(), refusal, null));
    }

    /** Lets an input wait for the messages before it. */
    void defer(RoomId room, Input input) {
        writes.defer(room, input);
    }

    /** Removes and returns the inputs that no longer have to wait. */
    List<Input> due() {
        return writes.due(this::isHeld);
    }

    boolean isStoring(RoomId room) {
        return writes.isStoring(room);
    }

    boolean isIdle() {
        return writes.isIdle();
    }

    int waitingMessages() {
        return writes.waiting();
    }

    int writingRooms() {
        return writes.rooms();
    }

    long lastBatch() {
        return writes.lastBatch();
    }

    private boolean isHeld(RoomId id) {
        LiveRoom room = rooms.find(id);
        return room != null && room.isHeld();
    }

    void store() {
        for (PendingWrites.Batch batch = writes.next(this::isHeld); batch != null; batch = writes.next(this::isHeld)) {
            rooms.emit(new Effect.Store(
                    batch.number(),
                    batch.changes().stream().map(Publications::request).toList()));
        }
    }

    private static ChangeMessages.Request request(Input.Change change) {
        Actor.SignedIn actor = change.subscription().actor();
        RoomId room = change.subscription().room();
        ClientMessageId id = change.clientMessageId();
        return switch (change.action()) {
            case Action.Post(var text, var files, var replyTo) ->
                new ChangeMessages.Post(actor, room, text, files, replyTo, id);
            case Action.Edit(var message, var text) -> new ChangeMessages.Edit(actor, room, message, text, id);
            case Action.Delete(var message) -> new ChangeMessages.Delete(actor, room, message, id);
            case Action.React(var message, var emoji, boolean removed) ->
                new ChangeMessages.React(actor, room, message, emoji, removed, id);
        };
    }

    void storeFailed(long number, Refusal refusal) {
        Set<RoomId> affected = new LinkedHashSet<>();
        for (Input.Change publish : writes.settle(number).changes()) {
            affected.add(publish.subscription().room());
            reject(publish, refusal);
        }
        for (RoomId id : affected) {
            // The messages may have been stored nevertheless.
            rooms.emit(new Effect.Signal(new RoomSignal.Reached(id, RoomSignal.Reached.UNKNOWN)));
            LiveRoom room = rooms.find(id);
            if (room != null) {
                rooms.catchUp().suspect(room);
            }
        }
    }

    void stored(Input.Stored answer) {
        PendingWrites.Batch batch = writes.settle(answer.batch());
        Map<RoomId, List<Message>> stored = new LinkedHashMap<>();
        for (Outcome outcome : answer.outcomes()) {
            if (outcome instanceof Outcome.Stored(RoomChange.Posted(long _, Message message))) {
                stored.computeIfAbsent(message.room(), _ -> new ArrayList<>()).add(message);
            }
        }
        stored.forEach((id, messages) -> {
            rooms.emit(new Effect.Signal(
                    new RoomSignal.Reached(id, messages.getLast().seq())));
            LiveRoom room = rooms.find(id);
            if (room != null && room.isOccupied()) {
                stored(room, messages, answer);
            }
        });
        for (int i = 0; i < batch.changes().size(); i++) {
            settle(batch.changes().get(i), answer.outcomes().get(i), batch.number());
        }
    }

    /** Delivers messages that this node has stored: consecutive ones of one room. */
    private void stored(LiveRoom room, List<Message> messages, Input.Stored answer) {
        long first = messages.getFirst().seq();
        if (!room.isOpen() || !room.wasOpenBefore(answer.batch()) || first > room.delivered() + 1) {
            // Whether they were among the messages when the room was opened is unknown, or another node has stored
            // messages in between.
            rooms.catchUp().announced(room, messages.getLast().seq());
        } else if (first <= room.delivered()) {
            // The numbers start over: the room was deleted and created again without a signal.
            rooms.evict(room);
        } else {
            rooms.deliver(room, messages, answer.batch() <= lastBatchWithOldNames, answer.committedAt());
        }
    }

    private void settle(Input.Change publish, Outcome outcome, long batch) {
        switch (outcome) {
            case Outcome.Stored _ -> {}
            case Outcome.Repeated(RoomChange change) -> repeated(publish, ((RoomChange.Posted) change).message());
            case Outcome.Unchanged _ -> throw new IllegalStateException("A message is always new");
            case Outcome.Refused(ChangeRefusal refusal, Instant _) -> refused(publish, refusal, batch);
        }
    }

    private void refused(Input.Change publish, ChangeRefusal refusal, long batch) {
        switch (refusal) {
            case NO_SUCH_ROOM -> {
                reject(publish, Refusal.ROOM_NOT_FOUND);
                LiveRoom room = rooms.find(publish.subscription().room());
                if (room != null && room.isOpen() && room.wasOpenBefore(batch)) {
                    rooms.evict(room);
                } else if (room != null) {
                    rooms.catchUp().suspect(room);
                }
            }
            case NO_SUCH_FILE -> reject(publish, Refusal.FILE_NOT_FOUND);
            case NO_SUCH_SENDER -> rooms.emit(new Effect.Disconnect(publish.subscription(), Refusal.NO_SUCH_USER));
            default -> reject(publish, Refusal.of(refusal));
        }
    }

    void authorChanged() {
        lastBatchWithOldNames = writes.lastBatch();
    }

    // Repeats

    private void repeated(Input.Change publish, Message message) {
        LiveRoom room = publish.subscription().joined;
        if (room == null || !publish.subscription().isJoined()) {
            return;
        }
        rooms.catchUp().announced(room, message.seq());
        if (room.repeats.size() >= maxRepeats) {
            reject(publish, Refusal.UNAVAILABLE);
        } else {
            room.repeats.add(new LiveRoom.Repeat(publish.subscription(), publish.clientMessageId(), message));
            repeating.add(room);
        }
    }

    void mayAnswerRepeats(LiveRoom room) {
        if (!room.repeats.isEmpty()) {
            repeating.add(room);
        }
    }

    /** Answers the repeats whose senders have received all messages before. */
    void answerRepeats() {
        for (LiveRoom room : repeating) {
            room.repeats.removeIf(repeat -> {
                Subscription subscription = repeat.subscription();
                long received = subscription.catchingUp ? subscription.position : room.delivered();
                boolean isDue = repeat.message().seq() <= received;
                if (isDue && !subscription.isOver()) {
                    rooms.emit(new Effect.Answered(
                            subscription,
                            new RoomChange.Posted(RoomChange.UNNUMBERED, repeat.message()),
                            repeat.clientMessageId()));
                }
                return isDue || subscription.isOver();
            });
        }
        repeating.removeIf(room -> room.repeats.isEmpty());
    }

    private void reject(LiveRoom.Repeat repeat, Refusal refusal) {
        rooms.emit(new Effect.Rejected(repeat.subscription(), repeat.clientMessageId(), refusal, null));
    }

    /** Rejects the repeats of a client that leaves. */
    void rejectRepeats(Subscription subscription, LiveRoom room) {
        room.repeats.removeIf(repeat -> {
            boolean isTheirs = repeat.subscription().equals(subscription);
            if (isTheirs) {
                reject(repeat, Refusal.UNAVAILABLE);
            }
            return isTheirs;
        });
    }

    /** Rejects what waits for messages that cannot be read now. */
    void rejectWaiting(LiveRoom room, Refusal refusal) {
        writes.drop(room.id()).forEach(publish -> reject(publish, refusal));
        room.repeats.removeIf(repeat -> {
            boolean isWaiting = repeat.message().seq() > room.delivered();
            if (isWaiting && !repeat.subscription().isOver()) {
                reject(repeat, refusal);
            }
            return isWaiting;
        });
    }

    /** Rejects everything that waits in a room that no longer exists. */
    void evict(LiveRoom room) {
        writes.drop(room.id()).forEach(publish -> reject(publish, Refusal.ROOM_NOT_FOUND));
        room.repeats.stream()
                .filter(repeat -> !repeat.subscription().isOver())
                .forEach(repeat -> reject(repeat, Refusal.ROOM_NOT_FOUND));
    }

    void forget(LiveRoom room) {
        repeating.remove(room);
    }
}
