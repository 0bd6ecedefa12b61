package io.clubroom.application.chat.live;

import io.clubroom.application.chat.FollowRooms;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.Rooms;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Sends returning clients the messages that they have missed, from memory if possible, page by page and no faster than they read. */
final class Replays {
    private final LiveRooms rooms;
    private final RecentMessages recent;
    private final ReplayPages pages;
    private final int maxMissed;
    private final int maxPage;
    private final int maxPageCharacters;

    /** The first parts of lists that are too long for a page, so that subscriptions share them; for one turn. */
    private final IdentityHashMap<List<Message>, List<Message>> firstParts = new IdentityHashMap<>();

    private final IdentityHashMap<List<Message>, List<RoomChange>> posted = new IdentityHashMap<>();

    Replays(LiveRooms rooms, Limits limits, RecentMessages recent) {
        this.rooms = rooms;
        this.recent = recent;
        this.pages = new ReplayPages(limits.replayLoads());
        this.maxMissed = limits.replay();
        this.maxPage = limits.page();
        this.maxPageCharacters = limits.pageCharacters();
    }

    static List<RoomChange> posted(List<Message> messages) {
        return messages.stream()
                .<RoomChange>map(message -> new RoomChange.Posted(RoomChange.UNNUMBERED, message))
                .toList();
    }

    /** The number of pages that clients wait for. */
    int pages() {
        return pages.size();
    }

    void endTurn() {
        firstParts.clear();
        posted.clear();
    }

    /** Whether a client that enters needs messages that are not in memory. */
    boolean mustLoad(LiveRoom room, long afterSeq) {
        return isReplayable(room, afterSeq) && recent(room, afterSeq) == null;
    }

    /** Whether the client has missed messages, and not too many. */
    private boolean isReplayable(LiveRoom room, long afterSeq) {
        return afterSeq < room.delivered() && room.delivered() - afterSeq <= maxMissed;
    }

    private @Nullable List<Message> recent(LiveRoom room, long afterSeq) {
        return recent.between(room.id(), afterSeq, room.delivered());
    }

    /** Lets a client that is entering wait for the messages that it has missed. */
    void awaitToEnter(Subscription subscription, LiveRoom room, long afterSeq) {
        pages.await(subscription, room, afterSeq, true);
    }

    /**
     * Welcomes a client in its room, and begins to replay what it has missed.
     *
     * @param loaded the messages after {@code afterSeq} that were read, null if none were
     */
    void begin(
            Subscription subscription,
            LiveRoom room,
            Effect.Welcome welcome,
            @Nullable Long afterSeq,
            @Nullable List<Message> loaded) {
        boolean isReplayed = afterSeq != null && isReplayable(room, afterSeq);
        boolean hasGap = afterSeq != null && afterSeq < room.delivered() && !isReplayed;
        pages.leave(subscription);
        subscription.replay++;
        subscription.writing = false;
        subscription.catchingUp = isReplayed;
        After gap = afterSeq != null && hasGap ? new After.AfterSeq(afterSeq) : null;
        rooms.emit(new Effect.Subscribed(subscription, welcome, gap, !isReplayed));
        if (afterSeq != null && isReplayed) {
            subscription.position = afterSeq;
            next(subscription, room, loaded);
        }
    }

    /** Goes on with a replay after a request for another one was refused. */
    void resume(Subscription subscription, LiveRoom room) {
        if (subscription.catchingUp && !subscription.writing && subscription.awaited == null) {
            next(subscription, room, null);
        }
    }

    /** The client's connection is ready for the next page. */
    void written(Subscription subscription, int replay) {
        LiveRoom room = subscription.joined;
        if (room != null && subscription.isJoined() && subscription.replay == replay && subscription.writing) {
            subscription.writing = false;
            if (!ReplayPages.isEntering(subscription)) {
                next(subscription, room, null);
            }
        }
    }

    /**
     * Sends the next page of a replay, or lets it wait until it has been read.
     *
     * @param loaded the messages that were read after the position of the subscription, null if none were
     */
    private void next(Subscription subscription, LiveRoom room, @Nullable List<Message> loaded) {
        List<Message> missed = recent(room, subscription.position);
        if (missed == null) {
            missed = loaded;
        }
        if (missed == null) {
            pages.await(subscription, room, subscription.position, false);
            return;
        }
        List<Message> page = firstPart(missed);
        boolean isLast = page.isEmpty() || page.getLast().seq() == room.delivered();
        if (!page.isEmpty()) {
            subscription.position = page.getLast().seq();
        }
        subscription.catchingUp = !isLast;
        subscription.writing = !isLast;
        rooms.emit(new Effect.Replay(
                subscription, subscription.replay, posted.computeIfAbsent(page, Replays::posted), List.of(), isLast));
        rooms.publications().mayAnswerRepeats(room);
    }

    /** The first messages, as many as are written to a client at once. */
    private List<Message> firstPart(List<Message> messages) {
        int count = 0;
        int characters = 0;
        while (count < messages.size() && count < maxPage) {
            characters += MessageSize.characters(messages.get(count));
            if (count > 0 && characters > maxPageCharacters) {
                break;
            }
            count++;
        }
        int end = count;
        return end == messages.size() ? messages : firstParts.computeIfAbsent(messages, all -> all.subList(0, end));
    }

    void startLoads() {
        for (ReplayPages.Page page = pages.next(); page != null; page = pages.next()) {
            long load = rooms.nextLoad();
            pages.loading(page, load);
            page.openings = page.room.openings();
            page.delivered = page.room.delivered();
            rooms.emit(new Effect.Load(load, Map.of(page.room.id(), page.after), maxPage));
        }
    }

    void loaded(long load, FollowRooms.News news) {
        ReplayPages.Page page = pages.loaded(load);
        LiveRoom room = page.room;
        if (!page.isWanted()) {
            return;
        }
        List<Entrance.Entry> entering = page.takeEntering();
        List<Subscription> catchingUp = page.takeCatchingUp();
        if (page.openings != room.openings()) {
            // The read is older than the room.
            entering.forEach(entry -> pages.await(entry.subscription(), room, page.after, true));
            catchingUp.forEach(subscription -> pages.await(subscription, room, page.after, false));
            return;
        }
        Rooms.Reached reached = news.reached().get(room.id());
        if (reached == null || !room.isStill(reached) || reached.lastSeq() < page.delivered) {
            rooms.evict(room);
            entering.forEach(entry -> rooms.entrance().arrive(entry.subscription(), entry.afterSeq()));
            return;
        }
        List<Message> messages = withRecent(
                room,
                news.messages().getOrDefault(room.id(), List.of()).stream()
                        .filter(message -> message.seq() <= room.delivered())
                        .toList());
        rooms.entrance().enter(room, entering, messages);
        catchingUp.forEach(subscription -> next(subscription, room, messages));
    }

    /** Messages were delivered while these were being read. */
    private List<Message> withRecent(LiveRoom room, List<Message> messages) {
        List<Message> later =
                messages.isEmpty() ? null : recent(room, messages.getLast().seq());
        return later == null || later.isEmpty()
                ? messages
                : Stream.concat(messages.stream(), later.stream()).toList();
    }

    void loadFailed(long load, Refusal refusal) {
        ReplayPages.Page page = pages.loaded(load);
        List<Entrance.Entry> entering = page.takeEntering();
        List<Subscription> catchingUp = page.takeCatchingUp();
        entering.forEach(entry -> rooms.entrance().refuse(entry.subscription(), page.room, refusal));
        // Going on would leave a gap, so the client must come back.
        catchingUp.forEach(subscription -> rooms.emit(new Effect.Disconnect(subscription, refusal)));
    }

    /**
     * Lets a subscription wait for no page any more.
     *
     * @return the room that it was waiting to enter, null if none
     */
    @Nullable
    LiveRoom leave(Subscription subscription) {
        ReplayPages.Page awaited = subscription.awaited;
        return pages.leave(subscription) && awaited != null ? awaited.room : null;
    }

    void authorChanged() {
        pages.readAgain();
    }

    /** Those that wait to enter an evicted room may be allowed into a new one with its id. */
    void evict(LiveRoom room) {
        pages.evict(room).forEach(entry -> rooms.entrance().arrive(entry.subscription(), entry.afterSeq()));
    }
}
