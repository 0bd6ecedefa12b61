package io.clubroom.application.chat.live;

import io.clubroom.application.chat.FollowRooms;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomReads;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.UserId;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sends returning clients the changes that they have missed, from memory if possible, page by page and no faster than they read. */
final class Replays {
    private final LiveRooms rooms;
    private final RecentChanges recent;
    private final ReplayPages pages;
    private final int maxMissed;
    private final int maxPage;
    private final int maxPageCharacters;

    /** The first pages of lists that are too long for one page, shared by subscriptions during one turn. */
    private final IdentityHashMap<List<RoomChange>, List<RoomChange>> firstParts = new IdentityHashMap<>();

    Replays(LiveRooms rooms, Limits limits, RecentChanges recent) {
        this.rooms = rooms;
        this.recent = recent;
        this.pages = new ReplayPages(limits.replayLoads(), limits.replay());
        this.maxMissed = limits.replay();
        this.maxPage = limits.page();
        this.maxPageCharacters = limits.pageCharacters();
    }

    /** The number of pages that clients wait for. */
    int pages() {
        return pages.size();
    }

    void endTurn() {
        firstParts.clear();
    }

    /** Whether an entering client needs changes that are not in memory. */
    boolean mustLoad(LiveRoom room, After after) {
        return isReplayable(room, after) && recent(room, after) == null;
    }

    /** Whether the client has missed something, and not too much. */
    private boolean isReplayable(LiveRoom room, After after) {
        long missed = missed(room, after);
        return missed > 0 && missed <= maxMissed;
    }

    private static long missed(LiveRoom room, After after) {
        return switch (after) {
            case After.AfterSeq(long seq) -> room.deliveredSeq() - seq;
            case After.AfterChange(long change) -> room.delivered() - change;
        };
    }

    private static After positionAfter(RoomChange last, After before) {
        return switch (before) {
            case After.AfterSeq _ -> new After.AfterSeq(seq(last));
            case After.AfterChange _ -> new After.AfterChange(last.change());
        };
    }

    /** The {@code seq} of a message. */
    private static long seq(RoomChange posted) {
        return ((RoomChange.Posted) posted).message().seq();
    }

    private @Nullable List<RoomChange> recent(LiveRoom room, After after) {
        return recent.between(room.id(), after, room.delivered());
    }

    /** Makes an entering client wait for what it has missed. */
    void awaitToEnter(Subscription subscription, LiveRoom room, After after) {
        pages.await(subscription, room, after, true);
    }

    /**
     * Confirms that a client has entered its room, and begins to replay what it has missed.
     *
     * @param loaded the changes read after {@code after}, null if none were read
     */
    void begin(
            Subscription subscription,
            LiveRoom room,
            Effect.Welcome welcome,
            @Nullable After after,
            @Nullable List<RoomChange> loaded) {
        boolean isReplayed = after != null && isReplayable(room, after);
        pages.leave(subscription);
        subscription.replay++;
        subscription.writing = false;
        subscription.catchingUp = isReplayed;
        subscription.position = isReplayed ? after : null;
        rooms.publications().forgetRequested(subscription, room, start(room, subscription.position));
        rooms.emit(new Effect.Subscribed(
                subscription, welcome, hasGap(room, after) ? after : null, !isReplayed, subscription.state));
        sendReadMarkers(subscription, room);
        subscription.state = null;
        if (after != null && isReplayed) {
            next(subscription, room, after, loaded);
        }
    }

    /** Sends the read markers that have moved since the client's read state was read. */
    private void sendReadMarkers(Subscription subscription, LiveRoom room) {
        if (subscription.protocol() == 1) {
            return;
        }
        UserId user = subscription.user().id();
        Map<UserId, Long> sent = new HashMap<>();
        RoomReads.State state = subscription.state;
        if (state != null) {
            room.sentReadMarkers.addNewcomer(user, state);
            sent.put(user, state.counts().seq());
            state.receipts().forEach(receipt -> sent.put(receipt.user(), receipt.seq()));
        }
        room.readWhileEntering.values().stream()
                .filter(read -> read.audience().includes(read.user(), user))
                .filter(read -> read.seq() > sent.getOrDefault(read.user(), 0L))
                .forEach(read -> rooms.emit(new Effect.TellRead(read, subscription)));
    }

    private static long start(LiveRoom room, @Nullable After position) {
        return switch (position) {
            case null -> room.delivered();
            case After.AfterChange(long change) -> change;
            case After.AfterSeq _ -> 0;
        };
    }

    private boolean hasGap(LiveRoom room, @Nullable After after) {
        if (after == null) {
            return false;
        }
        long missed = missed(room, after);
        return missed > maxMissed || (missed < 0 && after instanceof After.AfterChange);
    }

    /** Continues a replay after a request for another one was refused. */
    void resume(Subscription subscription, LiveRoom room) {
        if (subscription.catchingUp && !subscription.writing && subscription.awaited == null) {
            next(subscription, room);
        }
    }

    /** Continues a replay when the client's connection is ready for the next page. */
    void written(Subscription subscription, int replay) {
        LiveRoom room = subscription.joined;
        if (room != null && subscription.isJoined() && subscription.replay == replay && subscription.writing) {
            subscription.writing = false;
            if (!ReplayPages.isEntering(subscription)) {
                next(subscription, room);
            }
        }
    }

    private void next(Subscription subscription, LiveRoom room) {
        After position = subscription.position;
        if (position != null) {
            next(subscription, room, position, null);
        }
    }

    /**
     * Sends the next page of a replay, or waits until it has been read.
     *
     * @param position the position of the subscription
     * @param loaded the changes read after the position, null if none were read
     */
    private void next(Subscription subscription, LiveRoom room, After position, @Nullable List<RoomChange> loaded) {
        List<RoomChange> missed = loaded == null ? recent(room, position) : loaded;
        if (missed == null) {
            pages.await(subscription, room, position, false);
            return;
        }
        List<RoomChange> page = firstPart(missed);
        After reached = page.isEmpty() ? position : positionAfter(page.getLast(), position);
        boolean isLast = page.isEmpty() || missed(room, reached) == 0;
        subscription.catchingUp = !isLast;
        subscription.writing = !isLast;
        subscription.position = isLast ? null : reached;
        List<Effect.Answer> answers = rooms.publications().answers(room, page, subscription);
        rooms.emit(new Effect.Replay(subscription, subscription.replay, page, answers, isLast));
        rooms.publications().checkDelayedAnswers(room);
    }

    /** The first changes, as many as are sent to a client at once. */
    private List<RoomChange> firstPart(List<RoomChange> changes) {
        int count = 0;
        int characters = 0;
        while (count < changes.size() && count < maxPage) {
            characters += MessageSize.characters(changes.get(count));
            if (count > 0 && characters > maxPageCharacters) {
                break;
            }
            count++;
        }
        int end = count;
        return end == changes.size() ? changes : firstParts.computeIfAbsent(changes, all -> all.subList(0, end));
    }

    void startLoads() {
        for (ReplayPages.Page page = pages.next(); page != null; page = pages.next()) {
            long load = rooms.nextLoad();
            pages.loading(page, load);
            page.generation = page.room.generation();
            page.delivered = page.room.delivered();
            rooms.emit(
                    switch (page.after) {
                        case After.AfterSeq(long seq) -> new Effect.LoadMessages(load, page.room.id(), seq, maxPage);
                        case After.AfterChange(long change) ->
                            new Effect.Load(load, Map.of(page.room.id(), change), maxPage);
                    });
        }
    }

    /** Records delivered changes, which the pages that are being read may lack. */
    void delivered(LiveRoom room, List<RoomChange> changes) {
        pages.delivered(room, changes);
    }

    void loaded(long load, FollowRooms.News news) {
        ReplayPages.Page page = pages.loaded(load);
        LiveRoom room = page.room;
        if (!page.isWanted()) {
            return;
        }
        List<Admissions.Entry> entering = page.takeEntering();
        List<Subscription> catchingUp = page.takeCatchingUp();
        if (page.generation != room.generation() || page.isOutdated()) {
            // The room was reopened meanwhile, or the page lacks changes that cannot be applied to it.
            entering.forEach(entry -> pages.await(entry.subscription(), room, page.after, true));
            catchingUp.forEach(subscription -> pages.await(subscription, room, page.after, false));
            return;
        }
        Rooms.Reached reached = news.reached().get(room.id());
        if (reached == null || !room.isSameAs(reached) || reached.lastChange() < page.delivered) {
            rooms.evict(room);
            entering.forEach(entry -> rooms.admissions().enqueue(entry.subscription(), entry.after()));
            return;
        }
        List<RoomChange> read = news.changes().getOrDefault(room.id(), List.of()).stream()
                .filter(change -> isDelivered(change, page.after, room))
                .toList();
        List<RoomChange> changes = withRecent(room, page.after, page.show(read, reached.lastChange()));
        rooms.admissions().enter(room, entering, changes);
        catchingUp.forEach(subscription -> next(subscription, room, page.after, changes));
    }

    private static boolean isDelivered(RoomChange read, After after, LiveRoom room) {
        return switch (after) {
            case After.AfterSeq _ -> seq(read) <= room.deliveredSeq();
            case After.AfterChange _ -> read.change() <= room.delivered();
        };
    }

    /** Appends the changes delivered while these were being read. */
    private List<RoomChange> withRecent(LiveRoom room, After after, List<RoomChange> changes) {
        List<RoomChange> later = changes.isEmpty() ? null : recent(room, positionAfter(changes.getLast(), after));
        return later == null || later.isEmpty()
                ? changes
                : Stream.concat(changes.stream(), later.stream()).toList();
    }

    void loadFailed(long load, Refusal refusal) {
        ReplayPages.Page page = pages.loaded(load);
        List<Admissions.Entry> entering = page.takeEntering();
        List<Subscription> catchingUp = page.takeCatchingUp();
        entering.forEach(entry -> rooms.admissions().refuse(entry.subscription(), page.room, refusal));
        // Continuing would leave a gap, so the client must reconnect.
        catchingUp.forEach(subscription -> rooms.emit(new Effect.Disconnect(subscription, refusal)));
    }

    /**
     * Stops a subscription from waiting for a page.
     *
     * @return the room that it was waiting to enter, null if none
     */
    @Nullable
    LiveRoom leave(Subscription subscription) {
        ReplayPages.Page awaited = subscription.awaited;
        return pages.leave(subscription) && awaited != null ? awaited.room : null;
    }

    /** Removes the matching clients that wait to enter a room, and returns their requests. */
    List<Admissions.Entry> leave(LiveRoom room, Predicate<Subscription> which) {
        return pages.entering(room).stream()
                .filter(which)
                .map(subscription -> {
                    After after = Objects.requireNonNull(subscription.awaited).after;
                    pages.leave(subscription);
                    return new Admissions.Entry(subscription, after);
                })
                .toList();
    }

    void authorChanged() {
        pages.readAgain();
    }

    /** Queues the waiting requests of an evicted room again: they may be admitted to a new room with the same id. */
    void evict(LiveRoom room) {
        pages.evict(room).forEach(entry -> rooms.admissions().enqueue(entry.subscription(), entry.after()));
    }
}
