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
        /** Unordered; each subscription knows its index. A list, because every delivery iterates over it. */
        final List<ChatSubscription> subscriptions = new ArrayList<>();

        private int count;

        /** Runs on the event loop. */
        void add(ChatSubscription subscription) {
            subscription.index = subscriptions.size();
            subscriptions.add(subscription);
        }

        /** Runs on the event loop. */
        void remove(ChatSubscription subscription) {
            ChatSubscription last = subscriptions.removeLast();
            if (last != subscription) {
                subscriptions.set(subscription.index, last);
                last.index = subscription.index;
            }
        }
    }

    private final Map<EventLoop, Group> groups = new HashMap<>(4);

    /** The number of subscriptions by the {@link Protocol} they used when they joined; some may have switched to a higher one since. */
    private final int[] byProtocol = new int[Protocol.LATEST + 1];

    boolean isEmpty() {
        return groups.isEmpty();
    }

    /** Whether a subscription used this version of the protocol when it joined. */
    boolean hasSubscribers(int protocol) {
        return byProtocol[protocol] > 0;
    }

    /** Counts the subscription and returns the group to which the caller must add it on the event loop. */
    Group join(ChatSubscription subscription) {
        Group group = groups.computeIfAbsent(subscription.receiver().eventLoop(), _ -> new Group());
        group.count++;
        subscription.group = group;
        subscription.countedProtocol = subscription.protocol();
        byProtocol[subscription.countedProtocol]++;
        return group;
    }

    /** Stops counting the subscription. The caller must remove it from its group on the event loop. */
    void leave(ChatSubscription subscription, Group group) {
        subscription.group = null;
        group.count--;
        byProtocol[subscription.countedProtocol]--;
        if (group.count == 0) {
            groups.remove(subscription.receiver().eventLoop(), group);
        }
    }

    void forEach(BiConsumer<EventLoop, Group> action) {
        groups.forEach(action);
    }
}
