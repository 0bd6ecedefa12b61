package io.clubroom.bootstrap;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.clubroom.bootstrap.support.Api;
import io.clubroom.bootstrap.support.ChatClient;
import io.clubroom.bootstrap.support.ServerProcess;
import io.clubroom.bootstrap.support.TestDatabase;
import io.clubroom.bootstrap.support.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is killed while clients send messages. */
@Order(1)
class ChatCrashTest {
    private static final int SENDERS = 8;
    private static final int LISTENERS = 2;
    private static final int MESSAGES_BEFORE_THE_CRASH = 500;
    private static final String ROOM = "general";

    @TempDir
    Path directory;

    private final TestDatabase database = TestDatabase.create();

    @Test
    void every_received_message_survives_kill_9_and_no_number_is_missing() throws Exception {
        List<Sender> senders;
        List<Map<Long, String>> heard = new ArrayList<>();
        String token;
        try (ServerProcess server = ServerProcess.start(directory, variables())) {
            Api admin = server.api().signedInAsAdmin();
            token = admin.token();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < LISTENERS; i++) {
                ChatClient listener = ChatClient.in(admin, ROOM);
                Map<Long, String> messages = new ConcurrentSkipListMap<>();
                heard.add(messages);
                threads.add(Thread.ofPlatform().start(() -> listen(listener, messages)));
            }
            senders = IntStream.range(0, SENDERS)
                    .mapToObj(number -> new Sender(number, ChatClient.in(admin, ROOM)))
                    .toList();
            for (Sender sender : senders) {
                threads.add(Thread.ofPlatform().start(sender::sendUntilTheCrash));
            }
            await().until(() -> heard.stream().allMatch(messages -> messages.size() >= MESSAGES_BEFORE_THE_CRASH));
            server.kill();
            for (Thread thread : threads) {
                thread.join();
            }
        }

        try (TestServer server = TestServer.start(directory, variables())) {
            Api admin = server.api().with(token);
            TreeMap<Long, String> stored = new TreeMap<>();
            String path = "/api/chat/rooms/" + ROOM + "/messages?limit=200";
            JsonNode page = admin.get(path).expect(200).json();
            while (!page.isEmpty()) {
                page.forEach(message -> stored.put(message.path("seq").asLong(), content(message)));
                page = admin.get(path + "&before_seq=" + stored.firstKey())
                        .expect(200)
                        .json();
            }

            assertThat(stored.keySet())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, stored.lastKey()).boxed().toList());
            for (Map<Long, String> messages : heard) {
                assertThat(messages)
                        .hasSizeGreaterThan(100)
                        .allSatisfy((seq, content) -> assertThat(stored).containsEntry(seq, content));
            }
            // Clients repeat messages that were not acknowledged; each is stored once.
            try (ChatClient client = ChatClient.in(admin, ROOM)) {
                for (Sender sender : senders) {
                    client.say(ROOM, sender.last(), sender.last());
                    client.await(
                            frame -> frame.path("client_message_id").asText().equals(sender.last()));
                }
                assertThat(database.column("SELECT client_message_id FROM chat_messages"
                                + " GROUP BY client_message_id HAVING count(*) > 1"))
                        .isEmpty();
                client.say(ROOM, "after the crash", "end");
                long next = client.await(frame -> frame.path("content").asText().equals("after the crash"))
                        .path("seq")
                        .asLong();
                assertThat(next).isBetween(stored.lastKey() + 1, stored.lastKey() + 1 + SENDERS);
            }
        }
    }

    private Map<String, String> variables() {
        return Map.of(
                "PORT",
                "0",
                "DATABASE_URL",
                database.url(),
                "DATA_DIR",
                directory.resolve("data").toString(),
                "ADMIN_EMAIL",
                TestServer.ADMIN_EMAIL,
                "ADMIN_PASSWORD",
                TestServer.ADMIN_PASSWORD,
                "CHAT_MESSAGES_PER_SECOND",
                "100000");
    }

    private void listen(ChatClient client, Map<Long, String> messages) {
        try {
            while (!client.isClosed()) {
                JsonNode frame = client.poll(Duration.ofMillis(100));
                if (frame != null && frame.path("type").asText().equals("message")) {
                    messages.put(frame.path("seq").asLong(), content(frame));
                }
            }
        } finally {
            client.close();
        }
    }

    private static String content(JsonNode message) {
        return message.path("id").asText() + " " + message.path("content").asText();
    }

    /** Sends the next message after the acknowledgement of the previous one. */
    private record Sender(int number, ChatClient client, List<String> sent) {
        Sender(int number, ChatClient client) {
            this(number, client, new ArrayList<>());
        }

        String last() {
            return sent.getLast();
        }

        void sendUntilTheCrash() {
            try {
                while (!client.isClosed()) {
                    sent.add(number + "-" + sent.size());
                    client.say(ROOM, last(), last());
                    boolean heard = false;
                    while (!heard && !client.isClosed()) {
                        JsonNode frame = client.poll(Duration.ofMillis(100));
                        heard = frame != null && frame.path("content").asText().equals(last());
                    }
                }
            } catch (CompletionException crashed) {
                // Expected: the server has been killed.
            } finally {
                client.close();
            }
        }
    }
}
