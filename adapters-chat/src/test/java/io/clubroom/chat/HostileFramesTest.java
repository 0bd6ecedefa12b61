package io.clubroom.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.chat.Client.Frame;
import io.clubroom.chat.frame.ClientFrame;
import io.clubroom.chat.frame.ErrorCode;
import io.clubroom.chat.frame.FrameReader;
import io.clubroom.chat.frame.Frames;
import io.clubroom.chat.frame.Protocol;
import io.clubroom.chat.frame.RefusedFrame;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.fuzz.Damage;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Arbitrary input: a connection answers it and stays open, or closes with the right code. {@code -Dtests.tries=N} tries more. */
class HostileFramesTest {
    private static final int MOST_BYTES = 65_536;

    private static final Set<String> TYPES = Set.of(
            "authenticated",
            "connected",
            "message",
            "user_joined",
            "user_left",
            "typing",
            "disconnected",
            "pong",
            "message_edited",
            "message_deleted",
            "reaction",
            "error");

    private static final Set<String> CODES = Arrays.stream(ErrorCode.values())
            .filter(code -> code != ErrorCode.INTERNAL_ERROR)
            .map(code -> code.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());

    private static TestNode node;
    private static User user;
    private static Client client;

    @BeforeContainer
    static void start() {
        TestNode.World world = new TestNode.World();
        node = TestNode.start(world, new ChatSettings(1_000_000, 1_048_576, List.of(), 100_000));
        user = world.user("John Smith");
        client = Client.in(node, TestNode.token(user), "general");
    }

    @AfterContainer
    static void stop() {
        client.close();
        node.close();
    }

    @Property
    void a_connection_survives_every_frame(@ForAll("valid") String valid, @ForAll long seed) {
        String text = Damage.json(valid, new Random(seed));
        Assume.that(fits(text) && !isAuthorization(text));

        client.send(text);
        List<Frame> answers = client.drain();

        assertThat(answers).as(text).allSatisfy(HostileFramesTest::isOneOfOurs);
        assertThat(client.isClosed()).isFalse();
    }

    @Property(tries = 200)
    void an_unauthenticated_connection_is_closed_whatever_it_sends(@ForAll("valid") String valid, @ForAll long seed) {
        String text = Damage.json(valid, new Random(seed));
        Assume.that(fits(text) && !isForgiven(text));
        try (Client stranger = Client.connect(node.uri("/api/chat/ws"))) {
            stranger.send(text);

            isOneOfOurs(stranger.expect("error"));
            assertThat(stranger.closeCode()).isEqualTo(4401);
        }
    }

    @Provide
    Arbitrary<String> valid() {
        return Arbitraries.of(Frames.VALID);
    }

    private static void isOneOfOurs(Frame frame) {
        assertThat(frame.type()).isIn(TYPES);
        if (frame.type().equals("error")) {
            assertThat(frame.get("code")).as("%s", frame).isIn(CODES);
            assertThat(frame.get("error")).isInstanceOf(String.class);
        }
    }

    /** Whether a client can send the text in one frame. */
    private static boolean fits(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text)
                && text.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
    }

    private static boolean isAuthorization(String text) {
        try {
            return FrameReader.read(text, Protocol.LATEST) instanceof ClientFrame.Authorization;
        } catch (RefusedFrame refused) {
            return false;
        }
    }

    /** Whether the text only asks for an impossible protocol, so that the connection stays. */
    private static boolean isForgiven(String text) {
        try {
            FrameReader.read(text, Protocol.FIRST);
            return false;
        } catch (RefusedFrame refused) {
            return refused.isForgiven();
        }
    }
}
