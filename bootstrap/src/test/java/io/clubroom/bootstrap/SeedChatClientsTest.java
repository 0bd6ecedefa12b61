package io.clubroom.bootstrap;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.clubroom.bootstrap.support.Api;
import io.clubroom.bootstrap.support.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Runs the chat clients from the predecessor's README with Node, unchanged except for the address, the token and the user. The tests are
 * skipped without a Node that supports WebSocket.
 */
@Order(1)
class SeedChatClientsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Sends its token in a frame. */
    private static final String WITH_A_FRAME = """
        // Connect to secure WebSocket (WSS)
        const token = "your_jwt_token"; // JWT token from login
        const ws = new WebSocket("wss://localhost:8080/api/ws/chat");

        // Handle connection open
        ws.onopen = () => {
          console.log("Connected to chat");
        \s\s
          // Send authorization message with JWT token
          ws.send(JSON.stringify({
            type: "authorization",
            token: token
          }));
        };

        // Handle incoming messages
        ws.onmessage = (event) => {
          const message = JSON.parse(event.data);
          console.log("Received message:", message);
        \s\s
          // Check if we're authenticated successfully
          if (message.type === "authenticated") {
            console.log("Authentication successful!");
          }
        };
        """;

    /** Sends its token in the URL. */
    private static final String WITH_THE_ADDRESS = """
        // Connect to secure WebSocket (WSS)
        const token = "your_jwt_token"; // JWT token from login
        const ws = new WebSocket("wss://localhost:8080/api/ws/chat?token=" + token);

        // Handle connection open
        ws.onopen = () => {
          console.log("Connected to chat");
        \s\s
          // Join a chat room
          ws.send(JSON.stringify({
            type: "connect",
            user_id: "your_user_id",
            room_id: "general"
          }));
        };

        // Handle incoming messages
        ws.onmessage = (event) => {
          const message = JSON.parse(event.data);
          console.log("Received message:", message);
        \s\s
          // Handle different message types
          if (message.type === "connected") {
            console.log("Successfully joined room:", message.room_id);
          } else if (message.type === "authenticated") {
            console.log("Successfully authenticated as:", message.user_id);
          } else if (message.error) {
            console.error("Error:", message.error);
          } else if (message.sender_name === "System") {
            console.log("System message:", message.content);
          } else {
            console.log(`${message.sender_name}: ${message.content}`);
          }
        };

        // Send a message
        function sendMessage(content) {
          ws.send(JSON.stringify({
            type: "message",
            content: content,
            room_id: "general"
          }));
        }

        // Leave a chat room
        function leaveRoom(userId, roomId) {
          ws.send(JSON.stringify({
            type: "disconnect",
            user_id: userId,
            room_id: roomId
          }));
        }
        """;

    /** Sends the messages that the README lists, one after another, with its first client. */
    private static final String SENDS_THE_LIST = """
        ws.addEventListener("message", (event) => {
          const message = JSON.parse(event.data);
          if (message.type === "authenticated") {
            ws.send(`{
              "type": "connect",
              "user_id": "your_user_id",
              "room_id": "general"
            }`);
            ws.send(`{
              "type": "message",
              "content": "Hello everyone!",
              "room_id": "general"
            }`);
          } else if (message.type === "message") {
            console.log(`${message.sender_name}: ${message.content}`);
            ws.send(`{
              "type": "disconnect",
              "user_id": "your_user_id",
              "room_id": "general"
            }`);
            ws.send(`{
              "type": "message",
              "content": "Hello everyone!",
              "room_id": "general"
            }`);
          } else if (message.error) {
            console.log("Error:", message.error);
            ws.close();
          }
        });
        ws.addEventListener("close", () => console.log("Closed"));
        """;

    private static final String TALKS_AND_LEAVES = """
        ws.addEventListener("message", (event) => {
          const message = JSON.parse(event.data);
          if (message.type === "connected") {
            sendMessage("Hello everyone!");
          } else if (message.type === "message") {
            leaveRoom("your_user_id", "general");
          } else if (message.type === "disconnected") {
            sendMessage("Anybody?");
          } else if (message.error) {
            ws.close();
          }
        });
        ws.addEventListener("close", () => console.log("Closed"));
        """;

    @TempDir
    static Path directory;

    private static List<String> node = List.of();
    private static TestServer plain;
    private static TestServer secure;

    /** The URL scheme of a client. */
    enum Scheme {
        WS,
        WSS;

        TestServer server() {
            return this == WS ? plain : secure;
        }

        Api api() {
            return this == WS ? plain.api() : Api.trusting(certificate(), secure.address());
        }
    }

    @BeforeAll
    static void start() throws Exception {
        node = node();
        assumeTrue(!node.isEmpty(), "There is no Node that knows WebSocket: version 22, or 20 from 20.10 on");
        plain = TestServer.start(directory, Map.of("ADAPTERS", "memory"));
        secure = TestServer.start(directory, Map.of("ADAPTERS", "memory", "ENABLE_HTTPS", "true"));
    }

    @AfterAll
    static void stop() {
        if (secure != null) {
            secure.close();
            plain.close();
        }
    }

    private static Path certificate() {
        return directory.resolve("certs/cert.pem");
    }

    /** The command that runs Node; empty if no suitable version is installed. */
    private static List<String> node() throws Exception {
        Matcher version =
                Pattern.compile("v(\\d+)\\.(\\d+)\\..*", Pattern.DOTALL).matcher("");
        try {
            Process process = new ProcessBuilder("node", "--version").start();
            version.reset(new String(process.getInputStream().readAllBytes()));
            process.waitFor();
        } catch (IOException none) {
            return List.of();
        }
        if (!version.matches()) {
            return List.of();
        }
        int major = Integer.parseInt(version.group(1));
        if (major >= 22) {
            return List.of("node");
        }
        return major == 20 && Integer.parseInt(version.group(2)) >= 10
                ? List.of("node", "--no-warnings", "--experimental-websocket")
                : List.of();
    }

    /** Runs the program to its end and returns its output. */
    private static List<String> run(Scheme scheme, Api user, String client, String driver) throws Exception {
        String address = scheme.server().address().getAuthority();
        String program = (client + driver)
                .replace("your_jwt_token", user.token())
                .replace("your_user_id", user.get("/api/users/me").text("id"))
                .replace("wss://localhost:8080", scheme == Scheme.WS ? "ws://" + address : "wss://" + address);
        Path script = Files.writeString(Files.createTempFile(directory, "client-", ".js"), program);
        Path out = Files.createTempFile(directory, "client-", ".txt");
        List<String> command = new ArrayList<>(node);
        command.add(script.toString());
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        if (scheme == Scheme.WSS) {
            builder.environment().put("NODE_EXTRA_CA_CERTS", certificate().toString());
        }
        Process process = builder.start();
        try {
            await().atMost(PATIENCE).until(() -> !process.isAlive());
            return Files.readAllLines(out);
        } finally {
            process.destroyForcibly();
        }
    }

    /** The lines that the client prints itself, without the dumps of frames. */
    private static List<String> clientLines(List<String> lines) {
        Pattern known = Pattern.compile("(Connected to chat|Authentication successful!|Successfully .*|Error: .*"
                + "|System message: .*|[^ '{}]+: (Hello|Anybody).*|undefined: .*|Closed)");
        return lines.stream().filter(line -> known.matcher(line).matches()).toList();
    }

    private static Api user(Scheme scheme, String name) {
        Api api = scheme.api();
        api.register(name, "client");
        return api.signedInAs(name);
    }

    @ParameterizedTest
    @EnumSource
    void the_client_that_sends_its_token_in_a_frame_works_unchanged(Scheme scheme) throws Exception {
        List<String> lines = run(scheme, user(scheme, "framed"), WITH_A_FRAME, SENDS_THE_LIST);

        assertThat(clientLines(lines))
                .as("%s", lines)
                .containsExactly(
                        "Connected to chat",
                        "Authentication successful!",
                        "framed: Hello everyone!",
                        "Error: Not connected to this room",
                        "Closed");
    }

    @ParameterizedTest
    @EnumSource
    void the_client_that_sends_its_token_in_the_url_works_unchanged(Scheme scheme) throws Exception {
        Api user = user(scheme, "addressed");
        List<String> lines = run(scheme, user, WITH_THE_ADDRESS, TALKS_AND_LEAVES);

        assertThat(clientLines(lines))
                .as("%s", lines)
                .containsExactly(
                        "Connected to chat",
                        "Successfully authenticated as: "
                                + user.get("/api/users/me").text("id"),
                        "Successfully joined room: general",
                        "System message: addressed has joined the chat",
                        "addressed: Hello everyone!",
                        // The client prints this for frames of unknown types.
                        "undefined: undefined",
                        "Error: Not connected to this room",
                        "Closed");
    }

    @Test
    void a_client_with_an_invalid_token_gets_an_error_and_is_closed() throws Exception {
        Api forged = plain.api().signedInAsAdmin();
        List<String> lines = run(
                Scheme.WS,
                forged,
                WITH_THE_ADDRESS.replace("your_jwt_token", "forged"),
                "ws.addEventListener('close', (event) => console.log('Closed', event.code));");

        assertThat(lines)
                .contains(
                        "Connected to chat",
                        "Error: The token is malformed, expired, revoked or forged",
                        "Closed 4401");
    }
}
