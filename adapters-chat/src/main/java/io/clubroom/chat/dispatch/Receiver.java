package io.clubroom.chat.dispatch;

import io.clubroom.chat.frame.CloseCode;
import io.clubroom.chat.frame.ServerFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** The connection of a client, as the {@link ChatDispatcher} sees it. Confined to its event loop, except for {@link #eventLoop()}. */
public interface Receiver {
    EventLoop eventLoop();

    /**
     * Writes frames, and releases them. A client that reads too slowly loses frames that are not essential, and finally the connection.
     *
     * @param essential false if the client can do without the frames
     * @return true if the caller must call {@link #flush()} because nobody else has to yet
     */
    boolean write(ByteBuf frames, boolean essential);

    /**
     * Writes frames whatever the outbound limit, and releases them.
     *
     * @param written runs on the event loop once the frames have been handed to the network; null if nobody waits for that
     * @return as {@link #write}
     */
    boolean writeReplay(ByteBuf frames, @Nullable Runnable written);

    /** Hands everything written to the network. */
    void flush();

    /** The connection is in the room of the subscription. */
    void subscribed(ChatSubscription subscription);

    /** A request about a room was answered without a change. */
    void answered(ChatSubscription subscription);

    /** The connection is not, or no longer, in the room of the subscription, which has been {@linkplain ChatSubscription#end() ended}. */
    void unsubscribed(ChatSubscription subscription);

    void close(CloseCode code, ServerFrame.Failed error);

    /** Closes the connection at once, because it could not be sent what it must not miss. */
    void abort();
}
