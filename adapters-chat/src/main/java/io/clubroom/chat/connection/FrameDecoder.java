package io.clubroom.chat.connection;

import io.clubroom.chat.Bounds;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.List;

/**
 * Decodes frames of clients (RFC 6455 §5): masked, without extensions, with at most {@link Bounds#MESSAGE_BYTES}. After a protocol
 * violation it decodes only the client's close frame, so that the connection can be closed as soon as that arrives.
 */
final class FrameDecoder extends WebSocket13FrameDecoder {
    private static final WebSocketDecoderConfig CONFIG = WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(Bounds.MESSAGE_BYTES)
            .allowExtensions(false)
            .expectMaskedFrames(true)
            // WebSocketConnection closes it, after giving the client time to read the close frame.
            .closeOnProtocolViolation(false)
            .build();

    private static final int HEADER_BYTES = 2;
    private static final int MASK_BYTES = 4;
    private static final int OPCODE = 0x0F;
    private static final int CLOSE = 8;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7F;

    /** The number of unread bytes of the current frame; 0 between frames. */
    private long unread;

    private boolean isClose;
    private boolean isViolated;

    /** The payload bytes of the complete fragments of the current, incomplete message. */
    private int fragmentBytes;

    FrameDecoder() {
        super(CONFIG);
    }

    /** The bytes held of the message being received: its complete fragments and the start of the next one. */
    int incompleteBytes() {
        return fragmentBytes + actualReadableBytes();
    }

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) throws Exception {
        if (isViolated) {
            skipToClose(in, out);
            return;
        }
        if (unread == 0 && !readHeader(in)) {
            return;
        }
        int begin = in.readerIndex();
        int before = out.size();
        try {
            super.decode(context, in, out);
            unread -= in.readerIndex() - begin;
            if (out.size() > before && out.getLast() instanceof WebSocketFrame frame) {
                count(frame);
            }
        } catch (CorruptedWebSocketFrameException violation) {
            isViolated = true;
            // The superclass has discarded all received bytes.
            in.readerIndex(begin);
            context.fireExceptionCaught(violation);
            skipToClose(in, out);
        }
    }

    private void count(WebSocketFrame frame) {
        if (!frame.isFinalFragment()) {
            fragmentBytes += frame.content().readableBytes();
        } else if (frame instanceof ContinuationWebSocketFrame) {
            fragmentBytes = 0;
        }
    }

    private void skipToClose(ByteBuf in, List<Object> out) {
        while (in.isReadable() && (unread > 0 || readHeader(in))) {
            int skipped = (int) Math.min(unread, in.readableBytes());
            in.skipBytes(skipped);
            unread -= skipped;
            if (unread == 0 && isClose) {
                out.add(new CloseWebSocketFrame());
                in.skipBytes(in.readableBytes());
            }
        }
    }

    /** Parses the header of the next frame without consuming it; returns false if it is incomplete. */
    private boolean readHeader(ByteBuf in) {
        int available = in.readableBytes();
        if (available < HEADER_BYTES) {
            return false;
        }
        int at = in.readerIndex();
        int second = in.getUnsignedByte(at + 1);
        int shortLength = second & LENGTH;
        int extension = shortLength == 126 ? Short.BYTES : shortLength == 127 ? Long.BYTES : 0;
        int header = HEADER_BYTES + extension + ((second & MASKED) == 0 ? 0 : MASK_BYTES);
        if (available < header) {
            return false;
        }
        long payload = switch (extension) {
            case Short.BYTES -> in.getUnsignedShort(at + HEADER_BYTES);
            case Long.BYTES -> in.getLong(at + HEADER_BYTES) & Long.MAX_VALUE;
            default -> shortLength;
        };
        isClose = (in.getUnsignedByte(at) & OPCODE) == CLOSE;
        unread = Math.min(payload, Long.MAX_VALUE - header) + header;
        return true;
    }
}
