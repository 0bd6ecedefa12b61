package io.clubroom.chat.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.chat.Bounds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What all clients together have sent of messages that are not complete is bounded. */
class InboundMemoryTest {
    private static final int MAX = (int) EmbeddedChat.MAX_MEMORY / 100 * Bounds.INCOMPLETE_DIRECT_MEMORY_PERCENT;
    private static final int TEXT = 0x1;
    private static final int CONTINUATION = 0x0;
    private static final int FINAL = 0x80;

    private final EmbeddedChat chat = new EmbeddedChat();
    private final List<EmbeddedChannel> opened = new ArrayList<>();

    @AfterEach
    void end() throws InterruptedException {
        opened.forEach(EmbeddedChannel::finishAndReleaseAll);
        chat.close();
    }

    private EmbeddedChannel open() {
        EmbeddedChannel channel = new EmbeddedChannel(WebSocketConnection.newDecoder());
        WebSocketConnection connection = chat.connections.create(channel, null, null);
        connection.install(channel.pipeline().firstContext());
        connection.open();
        opened.add(channel);
        return channel;
    }

    /** A masked frame, of which this many bytes of the content have arrived. */
    private static ByteBuf frame(int opcode, int length, int arrived) {
        ByteBuf frame = Unpooled.buffer().writeByte(opcode);
        if (length < 126) {
            frame.writeByte(0x80 | length);
        } else {
            frame.writeByte(0x80 | 126).writeShort(length);
        }
        return frame.writeInt(0).writeBytes("x".repeat(arrived).getBytes(UTF_8));
    }

    private void relieve() {
        chat.connections.relieveMemory();
        opened.forEach(EmbeddedChannel::runPendingTasks);
    }

    private List<EmbeddedChannel> fill(int bytes) {
        List<EmbeddedChannel> filled = new ArrayList<>();
        for (int left = bytes; left > 0; left -= 60_000) {
            EmbeddedChannel channel = open();
            channel.writeInbound(frame(FINAL | TEXT, 65_000, 60_000));
            filled.add(channel);
        }
        return filled;
    }

    @Test
    void those_with_the_largest_incomplete_frames_are_closed() {
        EmbeddedChannel small = open();
        small.writeInbound(frame(FINAL | TEXT, 65_000, 1_000));
        List<EmbeddedChannel> large = fill(MAX);

        relieve();

        assertThat(small.isOpen()).isTrue();
        assertThat(large).anyMatch(EmbeddedChannel::isOpen).anyMatch(channel -> !channel.isOpen());
        long closed = large.stream().filter(channel -> !channel.isOpen()).count();
        relieve();
        assertThat(large.stream().filter(channel -> !channel.isOpen())).hasSize((int) closed);
    }

    @Test
    void fragments_of_an_incomplete_message_count() {
        EmbeddedChannel fragments = open();
        fragments.writeInbound(frame(TEXT, 31_000, 31_000));
        fragments.writeInbound(frame(CONTINUATION, 31_000, 31_000));
        fill(MAX - 60_000);

        relieve();

        assertThat(fragments.isOpen()).isFalse();
    }

    @Test
    void complete_messages_do_not_count() {
        EmbeddedChannel complete = open();
        complete.writeInbound(frame(TEXT, 62_000, 62_000));
        complete.writeInbound(frame(FINAL | CONTINUATION, 1, 1));
        List<EmbeddedChannel> others = fill(MAX - 60_000);

        relieve();

        assertThat(others).allMatch(EmbeddedChannel::isOpen);
    }

    @Test
    void what_closed_connections_held_does_not_count() {
        fill(MAX).forEach(EmbeddedChannel::close);
        List<EmbeddedChannel> others = fill(MAX - 60_000);

        relieve();

        assertThat(others).allMatch(EmbeddedChannel::isOpen);
    }

    @Test
    void while_the_others_are_too_busy_to_be_closed_whoever_sends_too_much_is_closed_at_once() {
        chat.withoutRelief(() -> {
            List<EmbeddedChannel> filled = fill(3 * MAX);

            assertThat(filled.getLast().isOpen()).isFalse();
        });
    }

    @Test
    void tiny_fragments_do_not_remain_buffers_of_their_own() {
        EmbeddedChannel channel = new EmbeddedChannel(WebSocketConnection.newDecoder());
        WebSocketConnection connection = chat.connections.create(channel, null, null);
        connection.install(channel.pipeline().firstContext());
        List<Integer> buffers = new ArrayList<>();
        channel.pipeline().addBefore(channel.pipeline().lastContext().name(), null, new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object message) {
                if (message instanceof TextWebSocketFrame text
                        && text.content() instanceof CompositeByteBuf composite) {
                    buffers.add(composite.numComponents());
                }
                context.fireChannelRead(message);
            }
        });
        opened.add(channel);
        channel.writeInbound(frame(TEXT, 1, 1));
        for (int i = 0; i < 1_000; i++) {
            channel.writeInbound(frame(CONTINUATION, 1, 1));
        }
        channel.writeInbound(frame(FINAL | CONTINUATION, 1, 1));

        assertThat(buffers).hasSize(1).allMatch(count -> count <= 17);
    }
}
