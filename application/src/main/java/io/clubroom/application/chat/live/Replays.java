package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.RoomId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pages of messages that returning clients wait for. A page is read once for all who wait for it. */
final class Replays {
    private record Key(RoomId room, long after) {}

    /** The messages after a {@code seq} of a room. */
    static final class Page {
        final LiveRoom room;
        final long after;

        /** Those that wait to enter the room. */
        final SequencedSet<Subscription> entering = new LinkedHashSet<>();

        /** Those in the room that are catching up. */
        final SequencedSet<Subscription> catchingUp = new LinkedHashSet<>();

        /** The {@code seq} of the last message that had been delivered when the page was asked for. */
        long delivered;

        Page(LiveRoom room, long after) {
            this.room = room;
            this.after = after;
        }

        private Key key() {
            return new Key(room.id(), after);
        }

        boolean isWanted() {
            return !entering.isEmpty() || !catchingUp.isEmpty();
        }
    }

    private final int maxLoads;

    /** The pages that may be waited for, oldest first. */
    private final LinkedHashMap<Key, Page> pages = new LinkedHashMap<>();

    /** The pages that are not being read yet, oldest first. */
    private final SequencedSet<Page> unread = new LinkedHashSet<>();

    private final Map<Long, Page> loading = new HashMap<>();

    /** @param maxLoads the pages that may be read concurrently */
    Replays(int maxLoads) {
        this.maxLoads = maxLoads;
    }

    /** Lets a subscription wait for a page, and no longer for another one. */
    void await(Subscription subscription, LiveRoom room, long after, boolean entering) {
        leave(subscription);
        Key key = new Key(room.id(), after);
        Page page = pages.get(key);
        if (page == null || page.room != room) {
            page = new Page(room, after);
            pages.put(key, page);
            unread.add(page);
        }
        (entering ? page.entering : page.catchingUp).add(subscription);
        subscription.awaited = page;
    }

    /** Whether the subscription waits for a page to enter its room. */
    static boolean isEntering(Subscription subscription) {
        return subscription.awaited != null && subscription.awaited.entering.contains(subscription);
    }

    /** Removes a subscription from the page that it waits for; returns whether it was waiting to enter. */
    boolean leave(Subscription subscription) {
        Page page = subscription.awaited;
        if (page == null) {
            return false;
        }
        subscription.awaited = null;
        page.catchingUp.remove(subscription);
        boolean wasEntering = page.entering.remove(subscription);
        if (!page.isWanted() && unread.remove(page)) {
            pages.remove(page.key(), page);
        }
        return wasEntering;
    }

    /** Removes the next page to be read; null if none can be read now. */
    @Nullable
    Page next(long load) {
        if (loading.size() == maxLoads || unread.isEmpty()) {
            return null;
        }
        Page page = unread.removeFirst();
        loading.put(load, page);
        return page;
    }

    /** Removes a page that was read; null if the load was not of a page. */
    @Nullable
    Page loaded(long load) {
        Page page = loading.remove(load);
        if (page != null) {
            pages.remove(page.key(), page);
        }
        return page;
    }

    /** Lets later requests read the pages again that are being read now. */
    void readAgain() {
        loading.values().forEach(page -> pages.remove(page.key(), page));
    }

    /** Removes all pages of a room; returns the subscriptions that wait to enter it, with the {@code seq} that they have seen. */
    Map<Subscription, Long> evict(LiveRoom room) {
        Set<Page> evicted = new LinkedHashSet<>(unread);
        evicted.addAll(loading.values());
        evicted.removeIf(page -> page.room != room);
        Map<Subscription, Long> entering = new LinkedHashMap<>();
        for (Page page : evicted) {
            unread.remove(page);
            pages.remove(page.key(), page);
            for (Subscription subscription : page.entering) {
                subscription.awaited = null;
                entering.put(subscription, page.after);
            }
            page.catchingUp.forEach(subscription -> subscription.awaited = null);
            page.entering.clear();
            page.catchingUp.clear();
        }
        return entering;
    }

    /** The number of pages that are being read. */
    int loads() {
        return loading.size();
    }
}
