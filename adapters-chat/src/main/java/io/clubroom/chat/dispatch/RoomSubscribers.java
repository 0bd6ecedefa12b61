package io.clubroom.chat.dispatch;

import io.clubroom.chat.frame.Protocol;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** The subscriptions to one room, grouped by event loop. Confined to the dispatcher's thread. */
final class RoomSubscribers {
    /** The subscriptions of one event loop. The list is confined to the event loop, the count to the dispatcher's thread. */
    static final class Group {
        /** Unordered; each subscription knows its place. A list, because every delivery iterates over it. */
        final List<ChatSubscription> subscriptions = new ArrayList<>();

        private int count;

        /** Runs on the event loop. */
        void add(ChatSubscription subscription) {
            subscription.place = subscriptions.size();
            subscriptions.add(subscription);
        }

        /** Runs on the event loop. */
        void remove(ChatSubscription subscription) {
            ChatSubscription last = subscriptions.removeLast();
            if (last != subscription) {
                subscriptions.set(subscription.place, last);
                last.place = subscription.place;
            }
        }
    }

    private final Map<EventLoop, Group> groups = new HashMap<>(4);

    /** How many subscriptions spoke each {@link Protocol} when they joined; they may have begun to speak a higher one since. */
    private final int[] speakers = new int[Protocol.LATEST + 1];

    boolean isEmpty() {
        return groups.isEmpty();
    }

    /** Whether some subscriptions probably speak this version of the protocol. */
    boolean speak(int protocol) {
        return speakers[protocol] > 0;
    }

    /** Counts the subscription, and returns the group to which it must be added on the event loop. */
    Group join(ChatSubscription subscription) {
        Group group = groups.computeIfAbsent(subscription.receiver().eventLoop(), _ -> new Group());
        group.count++;
        subscription.group = group;
        subscription.countedProtocol = subscription.protocol();
        speakers[subscription.countedProtocol]++;
        return group;
    }

    /** Counts the subscription no longer; it must be removed from its group on the event loop. */
    void leave(ChatSubscription subscription, Group group) {
        subscription.group = null;
        group.count--;
        speakers[subscription.countedProtocol]--;
        if (group.count == 0) {
            groups.remove(subscription.receiver().eventLoop(), group);
        }
    }

    void forEach(BiConsumer<EventLoop, Group> action) {
        groups.forEach(action);
    }
}
