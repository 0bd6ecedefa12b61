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
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Stores the changes that clients of this node make, delivers them, and answers those that are not delivered. */
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

    void change(Input.Change change) {
        LiveRoom room = change.subscription().joined;
        if (room == null || !change.subscription().isJoined()) {
            reject(change, Refusal.ROOM_NOT_FOUND);
        } else if (room.loadFailed) {
            // It could not be delivered.
            reject(change, Refusal.UNAVAILABLE);
        } else if (writes.waiting() >= maxWaiting) {
            reject(change, Refusal.OVERLOADED);
        } else {
            writes.add(change);
        }
    }

    private void reject(Input.Change change, Refusal refusal) {
        reject(change, refusal, null);
    }

    private void reject(Input.Change change, Refusal refusal, @Nullable Instant until) {
        rooms.emit(new Effect.Rejected(change.subscription(), change.clientMessageId(), refusal, until));
    }

    /** Lets an input wait for the changes before it. */
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

    int waitingChanges() {
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
        for (Input.Change change : writes.settle(number).changes()) {
            affected.add(change.subscription().room());
            reject(change, refusal);
        }
        for (RoomId id : affected) {
            // The changes may have been stored nevertheless.
            rooms.emit(new Effect.Signal(new RoomSignal.Reached(id, RoomSignal.Reached.UNKNOWN)));
            LiveRoom room = rooms.find(id);
            if (room != null) {
                rooms.catchUp().suspect(room);
            }
        }
    }

    void stored(Input.Stored answer) {
        PendingWrites.Batch batch = writes.settle(answer.batch());
        Map<RoomId, List<RoomChange>> stored = new LinkedHashMap<>();
        for (int i = 0; i < batch.changes().size(); i++) {
            if (answer.outcomes().get(i) instanceof Outcome.Stored(RoomChange change)) {
                stored.computeIfAbsent(change.room(), _ -> new ArrayList<>()).add(change);
                remember(batch.changes().get(i), change.change());
            }
        }
        Map<RoomId, Long> before = new LinkedHashMap<>();
        stored.forEach((id, changes) -> before.put(id, changes.getFirst().change() - 1));
        for (int i = 0; i < batch.changes().size(); i++) {
            answer(batch.changes().get(i), answer.outcomes().get(i), before);
        }
        stored.forEach((id, changes) -> {
            rooms.emit(new Effect.Signal(
                    new RoomSignal.Reached(id, changes.getLast().change())));
            LiveRoom room = rooms.find(id);
            if (room != null && room.isOccupied()) {
                stored(room, changes, answer);
                limitAskers(room);
            }
        });
        for (int i = 0; i < batch.changes().size(); i++) {
            if (answer.outcomes().get(i) instanceof Outcome.Refused(ChangeRefusal refusal, Instant until)) {
                refused(batch.changes().get(i), Refusal.of(refusal), until);
            }
        }
    }

    /** Delivers changes that this node has stored: consecutive ones of one room. */
    private void stored(LiveRoom room, List<RoomChange> changes, Input.Stored answer) {
        long first = changes.getFirst().change();
        if (!room.isOpen() || !room.wasOpenBefore(answer.batch()) || first > room.delivered() + 1) {
            // Whether they were among the changes when the room was opened is unknown, or another node has stored
            // changes in between.
            rooms.catchUp().announced(room, changes.getLast().change());
        } else if (first <= room.delivered()) {
            // The numbers start over: the room was deleted and created again without a signal.
            rooms.evict(room);
        } else {
            rooms.deliver(room, changes, answer.batch() <= lastBatchWithOldNames, answer.committedAt());
        }
    }

    /**
     * Answers, in its place among the others of the batch, a change that nobody else is told.
     *
     * @param before the number of the last change of each room that was stored before this one was handled; none if the batch has changed
     *     nothing there
     */
    private void answer(Input.Change change, Outcome outcome, Map<RoomId, Long> before) {
        LiveRoom room = change.subscription().joined;
        boolean isIn = room != null && change.subscription().isJoined();
        switch (outcome) {
            case Outcome.Stored(RoomChange stored) -> before.put(stored.room(), stored.change());
            case Outcome.Repeated(RoomChange repeated) -> {
                if (room != null && isIn) {
                    rooms.catchUp().announced(room, repeated.change());
                    long last = before.getOrDefault(room.id(), 0L);
                    answerLater(change, room, repeated, Math.max(last, repeated.change()));
                }
            }
            case Outcome.Unchanged(RoomChange unchanged) -> {
                if (room != null && isIn) {
                    answerLater(change, room, unchanged, before.getOrDefault(room.id(), room.known()));
                }
            }
            case Outcome.Refused _ -> {}
        }
    }

    private void refused(Input.Change change, Refusal refusal, @Nullable Instant until) {
        Subscription subscription = change.subscription();
        if (refusal == Refusal.NO_SUCH_USER) {
            rooms.emit(new Effect.Disconnect(subscription, refusal));
            return;
        }
        reject(change, refusal, until);
        LiveRoom room = rooms.find(subscription.room());
        if (refusal == Refusal.ROOM_NOT_FOUND && room != null) {
            // It may be gone for all, or for this user.
            rooms.catchUp().suspect(room);
            if (subscription.isJoined()) {
                rooms.entrance().review(room, subscription.user().id());
            }
        }
    }

    void authorChanged() {
        lastBatchWithOldNames = writes.lastBatch();
    }

    // The answers of changes that are delivered

    private void remember(Input.Change change, long number) {
        Subscription subscription = change.subscription();
        LiveRoom room = subscription.joined;
        ClientMessageId id = change.clientMessageId();
        // To clients of protocol 1, the message itself says whose it is.
        if (id == null || subscription.protocol() == 1 || room == null || !subscription.isJoined()) {
            return;
        }
        room.askers.put(number, new LiveRoom.Asker(subscription, id));
    }

    /** Closes the connections of those who have asked last, if too many wait. They return, repeat the change, and get their answer. */
    private void limitAskers(LiveRoom room) {
        while (room.askers.size() > maxRepeats) {
            rooms.emit(
                    new Effect.Disconnect(room.askers.pollLastEntry().getValue().subscription(), Refusal.UNAVAILABLE));
        }
    }

    /** Which of the changes answer live subscriptions; they are delivered to them. */
    List<Effect.Answer> answers(LiveRoom room, List<RoomChange> changes) {
        return answers(room, changes, asker -> !asker.subscription().catchingUp);
    }

    /** Which of the changes answer the subscription; they are replayed to it. */
    List<Effect.Answer> answers(LiveRoom room, List<RoomChange> changes, Subscription replayedTo) {
        return answers(room, changes, asker -> asker.subscription().equals(replayedTo));
    }

    private List<Effect.Answer> answers(LiveRoom room, List<RoomChange> changes, Predicate<LiveRoom.Asker> which) {
        if (room.askers.isEmpty()) {
            return List.of();
        }
        List<Effect.Answer> answers = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            long number = changes.get(i).change();
            LiveRoom.Asker asker = room.askers.get(number);
            if (asker != null && which.test(asker)) {
                room.askers.remove(number);
                answers.add(new Effect.Answer(i, asker.subscription(), asker.clientMessageId()));
            }
        }
        return answers;
    }

    /** A client does not want to be sent what it has asked for any more. */
    void forgetAsked(Subscription subscription, LiveRoom room, long upTo) {
        room.askers
                .entrySet()
                .removeIf(asked -> asked.getKey() <= upTo
                        && asked.getValue().subscription().equals(subscription));
    }

    // Answers to one client

    private void answerLater(Input.Change change, LiveRoom room, RoomChange answer, long after) {
        if (room.repeats.size() >= maxRepeats) {
            reject(change, Refusal.UNAVAILABLE);
        } else {
            room.repeats.add(new LiveRoom.Repeat(change.subscription(), change.clientMessageId(), answer, after));
            repeating.add(room);
        }
    }

    void mayAnswerRepeats(LiveRoom room) {
        if (!room.repeats.isEmpty()) {
            repeating.add(room);
        }
    }

    /** Divides changes where an answer to one client comes between them. */
    static List<List<RoomChange>> untilAnswers(LiveRoom room, List<RoomChange> changes) {
        long first = changes.getFirst().change();
        List<Integer> ends = room.repeats.stream()
                .map(repeat -> repeat.after() - first + 1)
                .filter(end -> end > 0 && end < changes.size())
                .map(Long::intValue)
                .distinct()
                .sorted()
                .toList();
        if (ends.isEmpty()) {
            return List.of(changes);
        }
        List<List<RoomChange>> parts = new ArrayList<>();
        int begin = 0;
        for (int end : ends) {
            parts.add(changes.subList(begin, end));
            begin = end;
        }
        parts.add(changes.subList(begin, changes.size()));
        return parts;
    }

    /** Answers those who were sent everything before. */
    void answerRepeats() {
        repeating.forEach(this::answerRepeats);
        repeating.removeIf(room -> room.repeats.isEmpty());
    }

    void answerRepeats(LiveRoom room) {
        room.repeats.removeIf(repeat -> {
            boolean isDue = hasReceived(repeat.subscription(), room, repeat);
            if (isDue && !repeat.subscription().isOver()) {
                rooms.emit(new Effect.Answered(repeat.subscription(), repeat.change(), repeat.clientMessageId()));
            }
            return isDue || repeat.subscription().isOver();
        });
    }

    private static boolean hasReceived(Subscription subscription, LiveRoom room, LiveRoom.Repeat repeat) {
        After position = subscription.catchingUp ? subscription.position : null;
        return switch (position) {
            case null -> repeat.after() <= room.delivered();
            case After.AfterChange(long change) -> repeat.after() <= change;
            case After.AfterSeq(long seq) ->
                repeat.change() instanceof RoomChange.Posted(long _, Message message) && message.seq() <= seq;
        };
    }

    private void reject(LiveRoom.Repeat repeat, Refusal refusal) {
        rooms.emit(new Effect.Rejected(repeat.subscription(), repeat.clientMessageId(), refusal, null));
    }

    /** Rejects what waits for an answer to a client that leaves. */
    void rejectRepeats(Subscription subscription, LiveRoom room, Refusal refusal) {
        forgetAsked(subscription, room, Long.MAX_VALUE);
        room.repeats.removeIf(repeat -> {
            boolean isTheirs = repeat.subscription().equals(subscription);
            if (isTheirs) {
                reject(repeat, refusal);
            }
            return isTheirs;
        });
    }

    /** Rejects what waits for changes that cannot be read now. */
    void rejectWaiting(LiveRoom room, Refusal refusal) {
        writes.drop(room.id()).forEach(change -> reject(change, refusal));
        room.repeats.removeIf(repeat -> {
            boolean isWaiting = repeat.after() > room.delivered();
            if (isWaiting && !repeat.subscription().isOver()) {
                reject(repeat, refusal);
            }
            return isWaiting;
        });
    }

    /** Rejects what a user who may no longer be in the room has asked for. */
    void rejectWaiting(RoomId room, UserId user) {
        writes.drop(room, change -> change.subscription().user().id().equals(user))
                .forEach(change -> reject(change, Refusal.ROOM_NOT_FOUND));
    }

    /** Rejects everything that waits in a room that no longer exists. */
    void evict(LiveRoom room) {
        writes.drop(room.id()).forEach(change -> reject(change, Refusal.ROOM_NOT_FOUND));
        room.repeats.stream()
                .filter(repeat -> !repeat.subscription().isOver())
                .forEach(repeat -> reject(repeat, Refusal.ROOM_NOT_FOUND));
    }

    void forget(LiveRoom room) {
        repeating.remove(room);
    }
}
