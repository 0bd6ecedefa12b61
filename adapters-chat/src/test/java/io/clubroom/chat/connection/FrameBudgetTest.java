package io.clubroom.chat.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The frames that a connection may send, of all kinds together: 5 a second here, in bursts of 10. */
class FrameBudgetTest {
    private static final int BURST = 2 * EmbeddedChat.MESSAGES_PER_SECOND;
    private static final String LIMITED = "rate_limited";

    private final EmbeddedChat chat = new EmbeddedChat();
    private final EmbeddedChat.Line line = chat.open().authenticate();

    @AfterEach
    void end() throws InterruptedException {
        chat.close();
    }

    private void spend(int frames) {
        for (int i = 0; i < frames; i++) {
            line.say("ping", "");
        }
        assertThat(line.sent()).hasSize(frames).noneMatch(frame -> frame.contains(LIMITED));
    }

    private void spendAll() {
        spend(BURST);
    }

    private String answer() {
        return String.join("", line.sent());
    }

    private void ping(String content) {
        line.channel.writeInbound(new PingWebSocketFrame(Unpooled.copiedBuffer(content, UTF_8)));
        line.channel.runPendingTasks();
    }

    @Test
    void the_budget_refills_with_time() {
        spendAll();
        line.say("ping", "");
        assertThat(answer()).contains(LIMITED);

        chat.pass(Duration.ofMillis(400));

        spend(2);
        line.say("ping", "");
        assertThat(answer()).contains(LIMITED);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '\'', textBlock = """
        '{"type":"ping"}'
        '{"type":"message","room_id":"general","content":"x"}'
        '{"type":"typing","room_id":"general"}'
        '{"type":"disconnect","room_id":"general"}'
        '{"type":"authorization","token":"good"}'
        '{"type":"connect","room_id":"general","user_id":"somebody"}'
        '{"type":"dance"}'
        'no JSON'
        """)
    void every_kind_of_frame_counts(String text) {
        // The first connect is free.
        line.say("connect", "\"room_id\":\"general\",\"user_id\":\"somebody\"");
        line.sent();
        spend(BURST - 1);
        line.channel.writeInbound(new TextWebSocketFrame(text));
        line.channel.runPendingTasks();
        assertThat(answer()).doesNotContain(LIMITED);

        line.say("ping", "");

        assertThat(answer()).contains(LIMITED);
    }

    @Test
    void binary_frames_count() {
        for (int i = 0; i < BURST; i++) {
            line.channel.writeInbound(new BinaryWebSocketFrame(Unpooled.copiedBuffer("x", UTF_8)));
            assertThat(answer()).contains("binary_not_supported");
        }

        line.channel.writeInbound(new BinaryWebSocketFrame(Unpooled.copiedBuffer("x", UTF_8)));

        assertThat(answer()).contains(LIMITED);
    }

    @Test
    void the_first_authorization_and_the_first_connect_come_on_top() {
        line.say("connect", "\"room_id\":\"general\",\"user_id\":\"somebody\"");
        assertThat(answer()).contains("user_id_mismatch");
        spendAll();

        line.say("connect", "\"room_id\":\"general\",\"user_id\":\"somebody\"");

        assertThat(answer()).contains(LIMITED);
    }

    @Test
    void the_error_names_the_room_and_the_message_where_they_apply() {
        spendAll();

        line.say("message", "\"room_id\":\"general\",\"content\":\"x\",\"client_message_id\":\"my-7\"");
        assertThat(answer()).contains(LIMITED, "\"room_id\":\"general\"", "\"client_message_id\":\"my-7\"");
        line.say("disconnect", "\"room_id\":\"support\"");
        assertThat(answer()).contains(LIMITED, "\"room_id\":\"support\"").doesNotContain("client_message_id");
        line.say("message", "\"room_id\":\"general\",\"content\":[],\"client_message_id\":\"my-8\"");
        assertThat(answer()).contains(LIMITED, "\"room_id\":\"general\"", "\"client_message_id\":\"my-8\"");
        line.say("ping", "");
        assertThat(answer()).contains(LIMITED).doesNotContain("room_id");
    }

    @Test
    void typing_beyond_the_budget_is_dropped_without_an_error() {
        spendAll();

        line.say("typing", "\"room_id\":\"general\"");

        assertThat(line.sent()).isEmpty();
    }

    @Test
    void a_client_without_a_token_is_closed_when_it_exceeds_the_budget() {
        EmbeddedChat.Line stranger = chat.open();
        for (int i = 0; i < BURST; i++) {
            stranger.channel.writeInbound(new PingWebSocketFrame());
        }
        stranger.channel.writeInbound(new TextWebSocketFrame("no JSON"));

        assertThat(stranger.sent()).endsWith("close 4401");
    }

    @Test
    void pings_of_the_protocol_are_answered_one_by_one_within_the_budget() {
        List<String> contents =
                IntStream.range(0, BURST).mapToObj(i -> "number " + i).toList();

        contents.forEach(this::ping);

        assertThat(line.sent())
                .isEqualTo(contents.stream().map(content -> "pong " + content).collect(Collectors.toList()));
    }

    @Test
    void beyond_the_budget_only_the_latest_ping_of_the_protocol_is_answered() {
        spendAll();
        for (int i = 0; i < 1_000; i++) {
            ping("number " + i);
        }
        assertThat(line.sent()).isEmpty();

        chat.pass(Duration.ofMillis(100));

        assertThat(line.sent()).containsExactly("pong number 999");
        chat.pass(Duration.ofMillis(100));
        assertThat(line.sent()).isEmpty();
    }

    @Test
    void nothing_is_read_for_a_second_from_a_client_that_exceeds_the_budget() {
        spendAll();
        assertThat(line.channel.config().isAutoRead()).isTrue();

        line.say("ping", "");

        assertThat(line.channel.config().isAutoRead()).isFalse();
        chat.pass(Duration.ofMillis(900));
        assertThat(line.channel.config().isAutoRead()).isFalse();
        chat.pass(Duration.ofMillis(100));
        assertThat(line.channel.config().isAutoRead()).isTrue();
    }

    @Test
    void pings_of_the_protocol_beyond_the_budget_are_not_read_either() {
        spendAll();

        ping("");

        assertThat(line.channel.config().isAutoRead()).isFalse();
    }

    @Test
    void pongs_do_not_count() {
        for (int i = 0; i < 1_000; i++) {
            line.channel.writeInbound(new PongWebSocketFrame());
        }

        spendAll();
    }

    @Test
    void the_answers_that_a_client_does_not_read_stay_within_the_outbound_limit() {
        line.stall();
        for (int i = 0; i < 200 && !line.connection.socket().isClosing(); i++) {
            chat.pass(Duration.ofMillis(100));
            for (int j = 0; j < 100; j++) {
                ping("x".repeat(125));
            }
        }

        assertThat(line.connection.socket().pendingBytes()).isLessThanOrEqualTo(EmbeddedChat.OUTBOUND_LIMIT);
    }
}
