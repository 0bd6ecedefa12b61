package io.clubroom.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.nio.charset.StandardCharsets;

/** A WebSocket (RFC 6455) connection to the chat. It masks with zeros, and expects unfragmented text frames. */
abstract class WebSocketClient extends ChannelInboundHandlerAdapter {
    private final String token;
    private ChannelHandlerContext context;
    private boolean upgraded;
    private ByteBuf gathered = Unpooled.EMPTY_BUFFER;

    WebSocketClient(String token) {
        this.token = token;
    }

    /** Called when the server has accepted the upgrade. */
    abstract void onOpen();

    /**
     * Called for each text frame.
     *
     * @param payload the index of the text
     * @param length the length of the text in bytes
     * @param frameLength the length of the frame in bytes
     */
    abstract void onText(ByteBuf in, int payload, int length, int frameLength);

    final ChannelHandlerContext context() {
        return context;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        context = active;
        active.writeAndFlush(Unpooled.copiedBuffer(
                "GET /api/chat/ws HTTP/1.1\r\n"
                        + "Host: localhost\r\n"
                        + "Connection: Upgrade\r\n"
                        + "Upgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + "Authorization: Bearer "
                        + token + "\r\n\r\n",
                StandardCharsets.US_ASCII));
    }

    /** Sends a text of ASCII characters. */
    final void write(String text) {
        ByteBuf frame = context.alloc().buffer(text.length() + 16);
        head(frame, 0x81, text.length());
        frame.writeCharSequence(text, StandardCharsets.US_ASCII);
        context.writeAndFlush(frame, context.voidPromise());
    }

    /** The head of a masked frame, as RFC 6455 §5.3 requires of clients, with a mask of zeros. */
    static void head(ByteBuf frame, int first, int length) {
        frame.writeByte(first);
        if (length < 126) {
            frame.writeByte(0x80 | length);
        } else {
            frame.writeByte(0x80 | 126).writeShort(length);
        }
        frame.writeInt(0);
    }

    @Override
    public void channelRead(ChannelHandlerContext active, Object read) {
        ByteBuf part = (ByteBuf) read;
        ByteBuf all = part;
        if (gathered.isReadable()) {
            all = Unpooled.wrappedBuffer(gathered, part);
        }
        gathered = Unpooled.EMPTY_BUFFER;
        if (!upgraded) {
            int end = all.indexOf(all.readerIndex(), all.writerIndex(), (byte) '\n');
            while (end >= 0 && end + 2 < all.writerIndex() && all.getByte(end + 2) != '\n') {
                end = all.indexOf(end + 1, all.writerIndex(), (byte) '\n');
            }
            if (end < 0 || end + 2 >= all.writerIndex()) {
                gathered = all;
                return;
            }
            if (all.getByte(all.readerIndex() + 9) != '1') {
                throw new IllegalStateException("no upgrade: " + all.toString(StandardCharsets.US_ASCII));
            }
            upgraded = true;
            all.readerIndex(end + 3);
            onOpen();
        }
        while (frame(all)) {
            // All complete frames.
        }
        if (all.isReadable()) {
            gathered = all;
        } else {
            all.release();
        }
    }

    private boolean frame(ByteBuf in) {
        int at = in.readerIndex();
        int left = in.readableBytes();
        if (left < 2) {
            return false;
        }
        int length = in.getByte(at + 1) & 0x7F;
        int head = 2;
        if (length == 126) {
            if (left < 4) {
                return false;
            }
            length = in.getUnsignedShort(at + 2);
            head = 4;
        } else if (length == 127) {
            if (left < 10) {
                return false;
            }
            length = (int) in.getLong(at + 2);
            head = 10;
        }
        if (left < head + length) {
            return false;
        }
        int opcode = in.getByte(at) & 0xF;
        int payload = at + head;
        if (opcode == 1) {
            onText(in, payload, length, head + length);
        } else if (opcode == 9) {
            ByteBuf pong = context.alloc().buffer(length + 8);
            head(pong, 0x8A, length);
            pong.writeBytes(in, payload, length);
            context.writeAndFlush(pong, context.voidPromise());
        }
        in.readerIndex(payload + length);
        return true;
    }
}
