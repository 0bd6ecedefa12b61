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

/** Stores and delivers the changes requested by clients of this node, and answers the requests that deliver nothing. */
final class Publications {
    private final LiveRooms rooms;
    private final PendingWrites writes;
    private final int maxWaiting;
    private final int maxDelayedAnswers;

    /** The rooms that may have delayed answers. */
    private final Set<LiveRoom> roomsWithDelayedAnswers = new LinkedHashSet<>();

    /** Batches up to this one may contain old names of authors. */
    private long lastBatchWithOldNames;

    Publications(LiveRooms rooms, Limits limits) {
        this.rooms = rooms;
        this.writes = new PendingWrites(limits.batches(), limits.batchSize());
        this.maxWaiting = limits.waitingMessages();
        this.maxDelayedAnswers = limits.waitingAnswers();
    }

    void change(Input.Change change) {
        LiveRoom room = change.subscription().joined;
        if (room == null || !change.subscription().isJoined()) {
            reject(change, Refusal.ROOM_NOT_FOUND);
        } else if (room.loadFailed) {
            // The change could not be delivered.
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

    /** Defers an input until the changes before it are settled. */
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
                addRequester(batch.changes().get(i), change.change());
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
                limitRequesters(room);
            }
        });
        for (int i = 0; i < batch.changes().size(); i++) {
            if (answer.outcomes().get(i) instanceof Outcome.Refused(ChangeRefusal refusal, Instant until)) {
                refused(batch.changes().get(i), Refusal.of(refusal), until);
            }
        }
    }

    /** Delivers consecutive changes of one room that this node has stored. */
    private void stored(LiveRoom room, List<RoomChange> changes, Input.Stored answer) {
        long first = changes.getFirst().change();
        if (!room.isOpen() || !room.wasOpenBefore(answer.batch()) || first > room.delivered() + 1) {
            // The room may have been opened with these changes, or another node has stored changes in between.
            rooms.catchUp().announced(room, changes.getLast().change());
        } else if (first <= room.delivered()) {
            // The numbers start over: the room was deleted and created again without a signal.
            rooms.evict(room);
        } else {
            rooms.deliver(room, changes, answer.batch() <= lastBatchWithOldNames, answer.committedAt());
        }
    }

    /**
     * Answers a request that is not delivered, in its order within the batch.
     *
     * @param before for each room, the number of the last change stored before this request was handled; missing if the batch stored none
     *     there
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
            // The room may be gone, or the user may have been removed from it.
            rooms.catchUp().suspect(room);
            if (subscription.isJoined()) {
                rooms.admissions().review(room, subscription.user().id());
            }
        }
    }

    void authorChanged() {
        lastBatchWithOldNames = writes.lastBatch();
    }

    // Answers by delivery

    private void addRequester(Input.Change change, long number) {
        Subscription subscription = change.subscription();
        LiveRoom room = subscription.joined;
        ClientMessageId id = change.clientMessageId();
        // In protocol 1, the message itself says whose it is.
        if (id == null || subscription.protocol() == 1 || room == null || !subscription.isJoined()) {
            return;
        }
        room.requesters.put(number, new LiveRoom.Requester(subscription, id));
    }

    /** Closes the connections of the latest requesters if there are too many. They reconnect, repeat the request and get their answer. */
    private void limitRequesters(LiveRoom room) {
        while (room.requesters.size() > maxDelayedAnswers) {
            rooms.emit(new Effect.Disconnect(
                    room.requesters.pollLastEntry().getValue().subscription(), Refusal.UNAVAILABLE));
        }
    }

    /** Removes and returns the answers among changes that are delivered to live subscriptions. */
    List<Effect.Answer> answers(LiveRoom room, List<RoomChange> changes) {
        return answers(room, changes, requester -> !requester.subscription().catchingUp);
    }

    /** Removes and returns the answers among changes that are replayed to the subscription. */
    List<Effect.Answer> answers(LiveRoom room, List<RoomChange> changes, Subscription replayedTo) {
        return answers(room, changes, requester -> requester.subscription().equals(replayedTo));
    }

    private List<Effect.Answer> answers(LiveRoom room, List<RoomChange> changes, Predicate<LiveRoom.Requester> which) {
        if (room.requesters.isEmpty()) {
            return List.of();
        }
        List<Effect.Answer> answers = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            long number = changes.get(i).change();
            LiveRoom.Requester requester = room.requesters.get(number);
            if (requester != null && which.test(requester)) {
                room.requesters.remove(number);
                answers.add(new Effect.Answer(i, requester.subscription(), requester.clientMessageId()));
            }
        }
        return answers;
    }

    /** Forgets the client's requests whose changes have numbers up to this one, because they will not be sent to it. */
    void forgetRequested(Subscription subscription, LiveRoom room, long upTo) {
        room.requesters
                .entrySet()
                .removeIf(requested -> requested.getKey() <= upTo
                        && requested.getValue().subscription().equals(subscription));
    }

    // Delayed answers to one client

    private void answerLater(Input.Change change, LiveRoom room, RoomChange answer, long after) {
        if (room.delayedAnswers.size() >= maxDelayedAnswers) {
            reject(change, Refusal.UNAVAILABLE);
        } else {
            room.delayedAnswers.add(
                    new LiveRoom.DelayedAnswer(change.subscription(), change.clientMessageId(), answer, after));
            roomsWithDelayedAnswers.add(room);
        }
    }

    void checkDelayedAnswers(LiveRoom room) {
        if (!room.delayedAnswers.isEmpty()) {
            roomsWithDelayedAnswers.add(room);
        }
    }

    /** Splits changes where delayed answers belong between them. */
    static List<List<RoomChange>> splitAtAnswers(LiveRoom room, List<RoomChange> changes) {
        long first = changes.getFirst().change();
        List<Integer> ends = room.delayedAnswers.stream()
                .map(answer -> answer.after() - first + 1)
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

    /** Sends the answers to clients that were sent all changes before them. */
    void sendDelayedAnswers() {
        roomsWithDelayedAnswers.forEach(this::sendDelayedAnswers);
        roomsWithDelayedAnswers.removeIf(room -> room.delayedAnswers.isEmpty());
    }

    void sendDelayedAnswers(LiveRoom room) {
        room.delayedAnswers.removeIf(answer -> {
            boolean isDue = hasReceived(answer.subscription(), room, answer);
            if (isDue && !answer.subscription().isOver()) {
                rooms.emit(new Effect.Answered(answer.subscription(), answer.change(), answer.clientMessageId()));
            }
            return isDue || answer.subscription().isOver();
        });
    }

    private static boolean hasReceived(Subscription subscription, LiveRoom room, LiveRoom.DelayedAnswer answer) {
        After position = subscription.catchingUp ? subscription.position : null;
        return switch (position) {
            case null -> answer.after() <= room.delivered();
            case After.AfterChange(long change) -> answer.after() <= change;
            case After.AfterSeq(long seq) ->
                answer.change() instanceof RoomChange.Posted(long _, Message message) && message.seq() <= seq;
        };
    }

    private void reject(LiveRoom.DelayedAnswer answer, Refusal refusal) {
        rooms.emit(new Effect.Rejected(answer.subscription(), answer.clientMessageId(), refusal, null));
    }

    /** Rejects the requests of a client that leaves whose answers are delayed. */
    void rejectDelayedAnswers(Subscription subscription, LiveRoom room, Refusal refusal) {
        forgetRequested(subscription, room, Long.MAX_VALUE);
        room.delayedAnswers.removeIf(answer -> {
            boolean isOwn = answer.subscription().equals(subscription);
            if (isOwn) {
                reject(answer, refusal);
            }
            return isOwn;
        });
    }

    /** Rejects the requests that wait for changes which cannot be read now. */
    void rejectWaiting(LiveRoom room, Refusal refusal) {
        writes.drop(room.id()).forEach(change -> reject(change, refusal));
        room.delayedAnswers.removeIf(answer -> {
            boolean isWaiting = answer.after() > room.delivered();
            if (isWaiting && !answer.subscription().isOver()) {
                reject(answer, refusal);
            }
            return isWaiting;
        });
    }

    /** Rejects the waiting changes of a user who may no longer be in the room. */
    void rejectWaiting(RoomId room, UserId user) {
        writes.drop(room, change -> change.subscription().user().id().equals(user))
                .forEach(change -> reject(change, Refusal.ROOM_NOT_FOUND));
    }

    /** Rejects all waiting requests in a room that no longer exists. */
    void evict(LiveRoom room) {
        writes.drop(room.id()).forEach(change -> reject(change, Refusal.ROOM_NOT_FOUND));
        room.delayedAnswers.stream()
                .filter(answer -> !answer.subscription().isOver())
                .forEach(answer -> reject(answer, Refusal.ROOM_NOT_FOUND));
    }

    void forget(LiveRoom room) {
        roomsWithDelayedAnswers.remove(room);
    }
}
