package io.clubroom.application.chat.live;

import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pages of changes that returning clients wait for. A page is read once for all clients that wait for it. */
final class ReplayPages {
    private record Key(RoomId room, After after) {}

    /** The changes of a room after a position, or only the messages among them. */
    static final class Page {
        final LiveRoom room;
        final After after;

        /** {@link LiveRoom#generation()} when the read started. */
        int generation;

        /** The number of the last change that was delivered when the read started. */
        long delivered;

        /** Whether changes were delivered since then that the page may lack and that cannot be applied to it. */
        private boolean outdated;

        /** The messages changed since then. */
        private final LatestMessages latest = new LatestMessages();

        /** The subscriptions that wait to enter the room. */
        private final SequencedSet<Subscription> entering = new LinkedHashSet<>();

        /** The subscriptions in the room that are catching up. */
        private final SequencedSet<Subscription> catchingUp = new LinkedHashSet<>();

        Page(LiveRoom room, After after) {
            this.room = room;
            this.after = after;
        }

        private Key key() {
            return new Key(room.id(), after);
        }

        private void delivered(List<RoomChange> changes, int maxMessages) {
            latest.add(changes);
            outdated |=
                    latest.size() > maxMessages || changes.stream().anyMatch(RoomChange.UserErased.class::isInstance);
        }

        boolean isOutdated() {
            return outdated;
        }

        /**
         * Applies the changes delivered since the read started to what was read.
         *
         * @param reached the number of the room's last change before the page was read
         */
        List<RoomChange> show(List<RoomChange> read, long reached) {
            latest.forgetUpTo(reached);
            return latest.size() == 0
                    ? read
                    : read.stream().map(latest::showUnlessNewer).toList();
        }

        boolean isWanted() {
            return !entering.isEmpty() || !catchingUp.isEmpty();
        }

        /** Removes the subscriptions that wait to enter the room, and returns their requests. */
        List<Admissions.Entry> takeEntering() {
            List<Admissions.Entry> entries = entering.stream()
                    .map(subscription -> new Admissions.Entry(subscription, after))
                    .toList();
            entering.forEach(subscription -> subscription.awaited = null);
            entering.clear();
            return entries;
        }

        /** Removes and returns the subscriptions that are catching up. */
        List<Subscription> takeCatchingUp() {
            List<Subscription> subscriptions = List.copyOf(catchingUp);
            subscriptions.forEach(subscription -> subscription.awaited = null);
            catchingUp.clear();
            return subscriptions;
        }
    }

    private final int maxLoads;
    private final int maxLatest;

    /** The pages that later requests can join. */
    private final Map<Key, Page> pages = new LinkedHashMap<>();

    /** The pages that are not being read yet, oldest first. */
    private final SequencedSet<Page> queued = new LinkedHashSet<>();

    private final Map<Long, Page> loading = new HashMap<>();

    /**
     * @param maxLoads the maximum number of pages read concurrently
     * @param maxLatest the maximum number of messages that may change while a page is read; if more do, it is read again
     */
    ReplayPages(int maxLoads, int maxLatest) {
        this.maxLoads = maxLoads;
        this.maxLatest = maxLatest;
    }

    /** Makes a subscription wait for a page, and no longer for another one. */
    void await(Subscription subscription, LiveRoom room, After after, boolean entering) {
        leave(subscription);
        Key key = new Key(room.id(), after);
        Page page = pages.get(key);
        if (page == null || page.room != room) {
            page = new Page(room, after);
            pages.put(key, page);
            queued.add(page);
        }
        (entering ? page.entering : page.catchingUp).add(subscription);
        subscription.awaited = page;
    }

    /** Whether the subscription waits for a page in order to enter its room. */
    static boolean isEntering(Subscription subscription) {
        return subscription.awaited != null && subscription.awaited.entering.contains(subscription);
    }

    /** Removes a subscription from the page that it waits for. Returns whether it was waiting to enter. */
    boolean leave(Subscription subscription) {
        Page page = subscription.awaited;
        if (page == null) {
            return false;
        }
        subscription.awaited = null;
        page.catchingUp.remove(subscription);
        boolean wasEntering = page.entering.remove(subscription);
        if (!page.isWanted() && queued.remove(page)) {
            pages.remove(page.key(), page);
        }
        return wasEntering;
    }

    /** The next page to be read; null if none can be read now. */
    @Nullable
    Page next() {
        return loading.size() == maxLoads || queued.isEmpty() ? null : queued.getFirst();
    }

    /** Records that a page is being read. */
    void loading(Page page, long load) {
        queued.remove(page);
        loading.put(load, page);
    }

    /** Records delivered changes of a room, which the pages that are being read may lack. */
    void delivered(LiveRoom room, List<RoomChange> changes) {
        for (Page page : loading.values()) {
            if (page.room == room) {
                page.delivered(changes, maxLatest);
            }
        }
    }

    /** The subscriptions that wait to enter the room. */
    List<Subscription> entering(LiveRoom room) {
        return Stream.concat(queued.stream(), loading.values().stream())
                .filter(page -> page.room == room)
                .flatMap(page -> page.entering.stream())
                .toList();
    }

    /** Removes and returns a page that is no longer being read. */
    Page loaded(long load) {
        Page page = loading.remove(load);
        if (page == null) {
            throw new IllegalArgumentException("Load " + load + " is unknown");
        }
        pages.remove(page.key(), page);
        return page;
    }

    /** Makes later requests read anew the pages that are being read now. */
    void readAgain() {
        loading.values().forEach(page -> pages.remove(page.key(), page));
    }

    /** Removes all pages of a room. Returns the requests that wait to enter it. */
    List<Admissions.Entry> evict(LiveRoom room) {
        Set<Page> evicted = new LinkedHashSet<>(queued);
        evicted.addAll(loading.values());
        evicted.removeIf(page -> page.room != room);
        List<Admissions.Entry> entering = new ArrayList<>();
        for (Page page : evicted) {
            queued.remove(page);
            pages.remove(page.key(), page);
            entering.addAll(page.takeEntering());
            page.takeCatchingUp();
        }
        return entering;
    }

    /** The number of pages that are being read, or wait to be. */
    int size() {
        return queued.size() + loading.size();
    }
}
