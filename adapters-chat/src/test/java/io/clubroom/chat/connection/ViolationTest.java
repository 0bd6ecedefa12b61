package io.clubroom.chat.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.chat.RawClient;
import io.clubroom.chat.frame.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What follows a frame that violates the protocol (RFC 6455 §7.1.7), on a simulated clock. */
class ViolationTest {
    private static final int MAX_BYTES = 65_536;
    private static final byte[] GOODBYE = RawClient.frame(0x88, new byte[] {0x03, (byte) 0xE8});

    private final List<String> texts = new ArrayList<>();
    private final MockTicker ticker = Ticker.newMockTicker();
    private final EmbeddedChannel channel =
            EmbeddedChannel.builder().ticker(ticker).build();

    private final class Texts implements WebSocketConnection.Listener {
        @Override
        public void onOpen() {}

        @Override
        public void onText(String text) {
            texts.add(text);
        }

        @Override
        public void onBinary(ByteBuf content) {}

        @Override
        public boolean onPing() {
            return true;
        }

        @Override
        public void onClosing(@Nullable CloseCode code) {}

        @Override
        public void onClosed() {}
    }

    @BeforeEach
    void connect() {
        channel.pipeline().addLast(WebSocketConnection.newDecoder());
        new WebSocketConnection(channel, 1_048_576, WebSocketConnection.PING_INTERVAL, new Texts())
                .install(channel.pipeline().lastContext());
    }

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    static Stream<Arguments> violations() {
        return Stream.of(
                violation("compressed", 1002, RawClient.frame(0xC1, new byte[] {1, 2, 3})),
                violation("reserved opcode", 1002, RawClient.frame(0x83, new byte[300])),
                violation("reserved control opcode", 1002, RawClient.frame(0x8B, new byte[0])),
                violation("continuation of nothing", 1002, RawClient.frame(0x80, "x".getBytes(UTF_8))),
                violation("fragmented ping", 1002, RawClient.frame(0x09, new byte[1])),
                violation("long ping", 1002, RawClient.frame(0x89, new byte[126])),
                violation("not masked", 1002, new byte[] {(byte) 0x81, 1, 'x'}),
                violation("not masked, empty", 1002, new byte[] {(byte) 0x81, 0}),
                violation("text that is not UTF-8", 1007, RawClient.frame(0x81, new byte[] {'a', (byte) 0xC0})),
                violation(
                        "fragments that are not UTF-8",
                        1007,
                        RawClient.frame(0x01, new byte[] {(byte) 0xE2}),
                        RawClient.frame(0x80, new byte[] {'a'})),
                violation("text that is too long", 1009, RawClient.frame(0x81, new byte[MAX_BYTES + 1])),
                violation("binary that is too long", 1009, RawClient.frame(0x82, new byte[200_000])),
                violation(
                        "fragments that are too long",
                        1009,
                        RawClient.frame(0x01, new byte[MAX_BYTES]),
                        RawClient.frame(0x80, new byte[1])));
    }

    static Stream<Arguments> wrongGoodbyes() {
        return Stream.of(
                violation("reason that is not UTF-8", 1007, goodbye("03E8 48C3")),
                violation("reason with an overlong encoding", 1007, goodbye("03E8 C080")),
                violation("reason with a surrogate", 1007, goodbye("03E8 EDA080")),
                violation("half a code", 1002, goodbye("03")),
                violation("reserved code", 1002, goodbye("03ED")),
                violation("code that is too small", 1002, goodbye("0000")));
    }

    private static Arguments violation(String name, int code, byte[]... frames) {
        return Arguments.argumentSet(name, code, join(frames));
    }

    private static byte[] goodbye(String hexadecimal) {
        return RawClient.frame(0x88, HexFormat.of().parseHex(hexadecimal.replace(" ", "")));
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Stream.of(parts).forEach(all::writeBytes);
        return all.toByteArray();
    }

    @ParameterizedTest
    @MethodSource("violations")
    void the_connection_is_closed_when_the_clients_close_frame_arrives(int code, byte[] frames) {
        receive(frames);
        assertThat(sent()).containsExactly("close " + code);
        receive(RawClient.frame(0x81, "ignored".getBytes(UTF_8)));
        assertThat(channel.isOpen()).isTrue();

        receive(GOODBYE);

        assertThat(channel.isOpen()).isFalse();
        assertThat(sent()).isEmpty();
        assertThat(texts).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("violations")
    void it_is_closed_after_a_second_if_the_client_sends_none(int code, byte[] frames) {
        receive(frames);

        pass(999);
        assertThat(channel.isOpen()).isTrue();
        pass(1);
        assertThat(channel.isOpen()).isFalse();
        assertThat(sent()).containsExactly("close " + code);
    }

    @ParameterizedTest
    @MethodSource("violations")
    void it_is_closed_at_once_if_the_close_frame_has_already_arrived(int code, byte[] frames) {
        receive(join(RawClient.frame(0x81, "before".getBytes(UTF_8)), frames, GOODBYE, new byte[] {1, 2, 3}));

        assertThat(texts).containsExactly("before");
        assertThat(sent()).containsExactly("close " + code);
        assertThat(channel.isOpen()).isFalse();
    }

    @ParameterizedTest
    @MethodSource({"violations", "wrongGoodbyes"})
    void the_frames_may_arrive_byte_by_byte(int code, byte[] frames) {
        byte[] all = join(frames, GOODBYE);

        IntStream.range(0, all.length).takeWhile(_ -> channel.isOpen()).forEach(i -> receive(new byte[] {all[i]}));

        assertThat(sent()).containsExactly("close " + code);
        assertThat(channel.isOpen()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("wrongGoodbyes")
    void a_close_frame_that_is_wrong_closes_the_connection_at_once(int code, byte[] frame) {
        receive(frame);

        assertThat(sent()).containsExactly("close " + code);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void a_payload_that_looks_like_a_close_frame_is_none() {
        receive(RawClient.frame(0xC1, GOODBYE));

        assertThat(channel.isOpen()).isTrue();
    }

    private void receive(byte[] bytes) {
        channel.writeInbound(Unpooled.wrappedBuffer(bytes));
    }

    private void pass(long milliseconds) {
        ticker.advance(milliseconds, TimeUnit.MILLISECONDS);
        channel.runPendingTasks();
    }

    private List<String> sent() {
        List<String> sent = new ArrayList<>();
        for (ByteBuf frame = channel.readOutbound(); frame != null; frame = channel.readOutbound()) {
            if (frame.isReadable()) {
                sent.add(
                        frame.readUnsignedByte() == 0x88
                                ? "close " + frame.skipBytes(1).readUnsignedShort()
                                : "?");
            }
            frame.release();
        }
        return sent;
    }
}
