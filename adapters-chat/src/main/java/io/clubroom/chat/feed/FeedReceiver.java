package io.clubroom.chat.feed;

import io.clubroom.chat.frame.ServerFrame;
import io.clubroom.domain.chat.RoomId;
import io.netty.channel.EventLoop;

/** The connection of a client, as the {@link FeedDispatcher} sees it. Confined to its event loop, except for {@link #eventLoop()}. */
public interface FeedReceiver {
    EventLoop eventLoop();

    /** Whether the connection is in the room. */
    boolean isIn(RoomId room);

    /** Sends a frame, unless the connection closes. */
    void tell(ServerFrame frame);

    /** Closes the connection at once, because it could not be told what it must not miss. */
    void abort();
}
