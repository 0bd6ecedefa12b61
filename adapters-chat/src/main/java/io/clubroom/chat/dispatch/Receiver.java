package io.clubroom.chat.dispatch;

import io.clubroom.chat.frame.CloseCode;
import io.clubroom.chat.frame.ServerFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** A client connection as seen by the {@link ChatDispatcher}. Methods must be called on its event loop, except for {@link #eventLoop()}. */
public interface Receiver {
    EventLoop eventLoop();

    /**
     * Writes frames and releases them. If the client reads too slowly, frames that are not essential are dropped, and eventually the
     * connection is closed.
     *
     * @param essential false if the frames may be dropped
     * @return true if the caller must call {@link #flush()}, because no earlier write is waiting for a flush
     */
    boolean write(ByteBuf frames, boolean essential);

    /**
     * Writes frames, ignoring the outbound limit, and releases them.
     *
     * @param written run on the event loop once the frames have been handed to the network; null for none
     * @return as for {@link #write}
     */
    boolean writeReplay(ByteBuf frames, @Nullable Runnable written);

    /** Hands all written frames to the network. */
    void flush();

    /** Called when the connection has entered the room of the subscription. */
    void subscribed(ChatSubscription subscription);

    /** Called when a request about a room was answered without changing the subscription. */
    void answered(ChatSubscription subscription);

    /**
     * Called when the connection is not, or no longer, in the room. The subscription has been {@linkplain ChatSubscription#end() ended}.
     */
    void unsubscribed(ChatSubscription subscription);

    void close(CloseCode code, ServerFrame.Failed error);

    /** Closes the connection immediately, because sending it an essential frame failed. */
    void abort();
}
