package io.clubroom.bootstrap;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.bootstrap.support.Api;
import io.clubroom.bootstrap.support.DeliveryCheck;
import io.clubroom.bootstrap.support.LyingProxy;
import io.clubroom.bootstrap.support.TestServer;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bench/verify-delivery} against a correct server, and behind proxies that break its guarantees. */
class VerifyDeliveryTest {
    @TempDir
    static Path directory;

    private static TestServer server;
    private static Api admin;
    private static DeliveryCheck program;

    @BeforeAll
    static void start() throws Exception {
        server = TestServer.start(directory, Map.of("ADAPTERS", "memory", "CHAT_MESSAGES_PER_SECOND", "1000"));
        admin = server.api().signedInAsAdmin();
        program = DeliveryCheck.compiledIn(directory);
    }

    @AfterAll
    static void stop() throws Exception {
        program.close();
        server.close();
    }

    /** Runs the program and returns its exit status and, on the following lines, its output. */
    private static String verify(URI url, String room, String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--url", url.toString(),
                "--token", admin.token(),
                "--room", room,
                "--clients", "3",
                "--seconds", "60",
                "--messages", "15",
                "--rate", "50",
                "--disconnect-every", "1000",
                "--patience", "1"));
        arguments.addAll(List.of(more));
        return program.run(arguments);
    }

    private static String room(String id) {
        admin.post("/api/chat/rooms", "{\"id\":\"%1$s\",\"name\":\"%1$s\"}".formatted(id))
                .expect(201);
        return id;
    }

    private static String verifyBehind(String room, Supplier<LyingProxy.Lie> lies) throws Exception {
        try (LyingProxy proxy = new LyingProxy(server.address(), lies)) {
            return verify(proxy.address(), room(room));
        }
    }

    /** Whether the frame is a message whose number is a multiple of ten; by the first of them, all clients have joined. */
    private static boolean isTenth(String frame) {
        return frame.matches("\\{\"type\":\"message\".*\"seq\":\\d+0,.*");
    }

    private static boolean isMessage(String frame) {
        return frame.startsWith("{\"type\":\"message\"");
    }

    @Test
    void finds_no_fault_while_clients_disconnect_and_reconnect() throws Exception {
        assertThat(verify(
                        server.address(),
                        room("honest"),
                        "--messages",
                        "100",
                        "--disconnect-every",
                        "1",
                        "--patience",
                        "30"))
                .startsWith("0\n")
                .contains("passed")
                .doesNotContain("FAULT");
    }

    @Test
    void finds_a_missing_message() throws Exception {
        assertThat(verifyBehind("holes", () -> frame -> isTenth(frame) ? List.of() : List.of(frame)))
                .startsWith("1\n")
                .containsPattern("FAULT client \\d got \\d*1 after \\d*9");
    }

    @Test
    void finds_a_duplicate_message() throws Exception {
        assertThat(verifyBehind("twice", () -> frame -> isTenth(frame) ? List.of(frame, frame) : List.of(frame)))
                .startsWith("1\n")
                .containsPattern("FAULT client \\d got (\\d+) again or late, after \\1");
    }

    @Test
    void finds_messages_out_of_order() throws Exception {
        Supplier<LyingProxy.Lie> swaps = () -> {
            List<String> kept = new ArrayList<>();
            return frame -> {
                if (isTenth(frame)) {
                    kept.add(frame);
                    return List.of();
                }
                return isMessage(frame) && !kept.isEmpty() ? List.of(frame, kept.removeFirst()) : List.of(frame);
            };
        };

        assertThat(verifyBehind("order", swaps))
                .startsWith("1\n")
                .containsPattern("FAULT client \\d got \\d*1 after \\d*9")
                .containsPattern("FAULT client \\d got \\d*0 again or late, after \\d*1");
    }

    @Test
    void finds_a_message_stored_with_another_id_than_was_delivered() throws Exception {
        assertThat(verifyBehind(
                        "forged",
                        () -> frame -> isTenth(frame)
                                ? List.of(frame.replaceFirst("\"id\":\"[0-9a-f]{8}", "\"id\":\"00000000"))
                                : List.of(frame)))
                .startsWith("1\n")
                .containsPattern("FAULT message \\d*0 was received as 00000000-.*, but is stored as ");
    }

    @Test
    void the_script_runs_the_program_and_exits_with_its_status() throws Exception {
        Process process = new ProcessBuilder(
                        DeliveryCheck.BENCH.resolve("verify-delivery").toString(),
                        "--url",
                        server.address().toString(),
                        "--token",
                        "forged",
                        "--seconds",
                        "0",
                        "--patience",
                        "0")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);

        assertThat(process.waitFor()).isEqualTo(2);
        assertThat(output).contains("no message was acknowledged", "Exit status");
    }
}
