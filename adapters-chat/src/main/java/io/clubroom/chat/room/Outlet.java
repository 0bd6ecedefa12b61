package io.clubroom.chat.room;

import io.clubroom.chat.frame.CloseCode;
import io.clubroom.chat.frame.ServerFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

/** Where a connection takes what goes to its client; but for {@link #loop()}, to be used on its event loop only. */
public interface Outlet {
    EventLoop loop();

    /**
     * Sends frames, and releases them. Who reads too slowly loses what is not essential, and in the end the connection.
     *
     * @param essential whether the client would miss it
     */
    void send(ByteBuf frames, boolean essential);

    /** Sends frames, and releases them, however much is waiting; the action runs when they are on their way to the network. */
    void sendThen(ByteBuf frames, Runnable action);

    /** The connection is in the room of this seat, which it may have been before. */
    void entered(Seat seat);

    /** The connection is not in the room of this seat; the frame says why. */
    void left(Seat seat, ServerFrame frame);

    void close(CloseCode code, ServerFrame frame);
}
