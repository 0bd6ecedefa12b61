package io.clubroom.chat.connection;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.chat.ChatConfiguration;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an upgrade to WebSocket is answered, byte by byte. */
class ChatUpgradeTest {
    private static final String PATH = "/api/chat/ws";
    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
    private static final String VERSION_13 = "Sec-WebSocket-Version: 13";

    private final EmbeddedChannel channel = new EmbeddedChannel() {
        @Override
        protected SocketAddress remoteAddress0() {
            return new InetSocketAddress("203.0.113.7", 4711);
        }
    };

    ChatUpgradeTest() {
        Origins origins = new Origins(new ChatConfiguration(20, 1_048_576, List.of("https://app.example.com")));
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(),
                        new ChatUpgrade((upgraded, _) -> new Mute(upgraded), origins, (_, _) -> Optional.empty()));
    }

    private static final class Mute extends WebSocketConnection {
        Mute(Channel channel) {
            super(channel);
        }

        @Override
        void begin() {}

        @Override
        void text(String text) {}

        @Override
        void binary(ByteBuf content) {}

        @Override
        public void send(ByteBuf frames, boolean essential) {
            frames.release();
        }

        @Override
        void ending() {}

        @Override
        void ended() {}
    }

    @AfterEach
    void end() {
        channel.finishAndReleaseAll();
    }

    /** The answer to an upgrade with these lines in its head. */
    private String upgrade(String... lines) {
        return send("GET " + PATH + " HTTP/1.1\r\nHost: club.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + String.join("\r\n", lines) + "\r\n\r\n");
    }

    private String send(String request) {
        channel.writeInbound(Unpooled.copiedBuffer(request, US_ASCII));
        StringBuilder answer = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            answer.append(part.toString(UTF_8));
            part.release();
        }
        return answer.toString();
    }

    @Test
    void version_13_is_spoken() {
        assertThat(upgrade(KEY, VERSION_13))
                .startsWith("HTTP/1.1 101 ")
                // Of RFC 6455 §1.3.
                .containsIgnoringCase("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(channel.pipeline().get(Mute.class)).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8", "7", "0", "12", "14", "thirteen", "", "13, 8", "13\r\nSec-WebSocket-Version: 8"})
    void no_other_version_is(String version) {
        assertUpgradeRequired(upgrade(KEY, "Sec-WebSocket-Version: " + version));
    }

    @Test
    void an_upgrade_that_names_no_version_is_answered_with_the_one_that_is() {
        assertUpgradeRequired(upgrade(KEY));
    }

    @Test
    void what_browsers_sent_before_versions_had_numbers_is_no_exception() {
        assertUpgradeRequired(upgrade("Origin: https://app.example.com"));
    }

    private void assertUpgradeRequired(String answer) {
        assertThat(answer)
                .startsWith("HTTP/1.1 426 ")
                .containsIgnoringCase("sec-websocket-version: 13\r\n")
                .contains("\"code\":\"unsupported_version\"");
        assertThat(channel.pipeline().get(Mute.class)).isNull();
    }

    @Test
    void an_upgrade_without_a_key_is_none() {
        assertThat(upgrade(VERSION_13)).startsWith("HTTP/1.1 400 ").contains("\"code\":\"bad_request\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/problem+json",
                "application/problem+json, application/json",
                "application/json;q=0.9, application/problem+json",
                "text/html, application/problem+json;q=0.1"
            })
    void a_refusal_is_a_problem_of_rfc_9457_for_whoever_prefers_it(String accept) {
        String answer = upgrade(KEY, VERSION_13, "Origin: null", "Accept: " + accept, "X-Request-Id: problem-1");

        assertThat(answer)
                .startsWith("HTTP/1.1 403 ")
                .containsIgnoringCase("\r\ncontent-type: application/problem+json\r\n")
                .endsWith("""
                    {"type":"urn:clubroom:error:origin_not_allowed","title":"Pages of this origin may not connect",\
                    "status":403,"detail":"Pages of this origin may not connect","instance":"/api/chat/ws",\
                    "code":"origin_not_allowed","request_id":"problem-1"}\
                    """);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-No: Accept",
                "Accept:",
                "Accept: ;;;",
                "Accept: application/json",
                "Accept: */*",
                "Accept: application/json, application/problem+json;q=0.5",
                "Accept: application/problem+json;q=0, */*"
            })
    void and_has_the_shape_of_all_errors_for_whoever_does_not(String accept) {
        String answer = upgrade(KEY, VERSION_13, "Origin: null", accept, "X-Request-Id: no-problem");

        assertThat(answer)
                .startsWith("HTTP/1.1 403 ")
                .containsIgnoringCase("\r\ncontent-type: application/json\r\n")
                .endsWith("""
                    {"error":true,"message":"Pages of this origin may not connect","status":403,\
                    "code":"origin_not_allowed","request_id":"no-problem"}\
                    """);
    }
}
