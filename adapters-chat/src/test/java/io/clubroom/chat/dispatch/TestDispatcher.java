package io.clubroom.chat.dispatch;

import io.clubroom.application.chat.ChangeMessages;
import io.clubroom.application.chat.EnterRoom;
import io.clubroom.application.chat.FollowRooms;
import io.clubroom.chat.feed.TestFeeds;
import io.clubroom.chat.metrics.ChatMetrics;
import io.clubroom.domain.chat.RoomRelay;
import java.time.InstantSource;

/** A dispatcher for tests of other packages. */
public final class TestDispatcher {
    private final ChatDispatcher dispatcher;

    public TestDispatcher(
            ChangeMessages changeMessages,
            EnterRoom enterRoom,
            FollowRooms followRooms,
            RoomRelay relay,
            ChatMetrics metrics) {
        dispatcher = new ChatDispatcher(
                changeMessages, enterRoom, followRooms, relay, TestFeeds.idle(), InstantSource.system(), metrics);
        dispatcher.start();
    }

    public ChatDispatcher dispatcher() {
        return dispatcher;
    }

    public void close() throws InterruptedException {
        dispatcher.stop();
    }
}
