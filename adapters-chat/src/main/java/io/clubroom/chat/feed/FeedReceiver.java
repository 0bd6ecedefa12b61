package io.clubroom.chat.feed;

import io.clubroom.chat.frame.ServerFrame;
import io.clubroom.domain.chat.RoomId;
import io.netty.channel.EventLoop;

/** A client connection as seen by the {@link FeedDispatcher}. Methods must be called on its event loop, except for {@link #eventLoop()}. */
public interface FeedReceiver {
    EventLoop eventLoop();

    /** Whether the connection is in the room. */
    boolean isIn(RoomId room);

    /** Sends a frame unless the connection is closing. */
    void tell(ServerFrame frame);

    /** Closes the connection immediately, because sending it a frame failed. */
    void abort();
}
