package io.clubroom.chat.room;

import io.clubroom.chat.frame.CloseCode;
import io.clubroom.chat.frame.ServerFrame;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;

/** The outbound side of a connection. Confined to its event loop, except for {@link #loop()}. */
public interface Outlet {
    EventLoop loop();

    /**
     * Sends frames, and releases them. A client that reads too slowly loses frames that are not essential, and finally the connection.
     *
     * @param essential false if the client can do without the frames
     */
    void send(ByteBuf frames, boolean essential);

    /** Sends frames whatever the outbound limit, and releases them; runs the action once they have been handed to the network. */
    void sendThen(ByteBuf frames, Runnable action);

    /** The connection has entered the room of this seat, or was in it already. */
    void entered(Seat seat);

    /** The connection is not, or no longer, in the room of this seat; the frame tells the client why. */
    void left(Seat seat, ServerFrame frame);

    void close(CloseCode code, ServerFrame frame);
}
