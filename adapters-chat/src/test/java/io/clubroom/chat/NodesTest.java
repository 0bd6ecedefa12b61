package io.clubroom.chat;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.chat.Client.Frame;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.chat.RoomsContract;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The guarantees of the chat under concurrency, on one node and on two. */
final class NodesTest {
    private static final String ROOM = "crowd";
    private static final ChatSettings UNLIMITED = new ChatSettings(100_000, 1_048_576, List.of(), 100_000);

    private final TestNode.World world = new TestNode.World();

    NodesTest() {
        world.rooms.add(RoomsContract.room(ROOM));
    }

    @Test
    void everybody_receives_the_same_messages_in_the_same_order_on_two_nodes() {
        int senders = 8;
        int each = 200;
        try (TestNode one = TestNode.start(world, UNLIMITED);
                TestNode two = TestNode.start(world, UNLIMITED)) {
            List<TestNode> nodes = List.of(one, two);
            List<List<Frame>> heard = Race.of(senders, sender -> {
                User user = world.user("Sender " + sender);
                try (Client client = Client.in(nodes.get(sender % 2), TestNode.token(user), ROOM)) {
                    // Wait until the client receives live messages.
                    client.await(frame ->
                            frame.type().equals("user_joined") || frame.type().equals("message"));
                    for (int i = 0; i < each; i++) {
                        client.say(ROOM, sender + "-" + i, sender + "-" + i);
                    }
                    List<Frame> messages = new ArrayList<>();
                    do {
                        messages.add(client.await("message"));
                    } while (messages.getLast().seq() < (long) senders * each);
                    return messages;
                }
            });

            for (List<Frame> messages : heard) {
                assertThat(messages)
                        .extracting(Frame::seq)
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(messages.getFirst().seq(), (long) senders * each)
                                        .boxed()
                                        .toList());
            }
            Map<Long, Object> contents = new TreeMap<>();
            heard.stream()
                    .flatMap(List::stream)
                    .forEach(message -> assertThat(message.get("content"))
                            .isEqualTo(contents.computeIfAbsent(message.seq(), _ -> message.get("content"))));
            assertThat(contents).hasSize(senders * each);
            for (int sender = 0; sender < senders; sender++) {
                String name = sender + "-";
                assertThat(contents.values())
                        .containsSubsequence(IntStream.range(0, each)
                                .<Object>mapToObj(i -> name + i)
                                .toList());
            }
            assertThat(world.rooms.reached(List.of(RoomsContract.room(ROOM).id())))
                    .containsValue(RoomsContract.reached((long) senders * each));
        }
    }

    @Test
    void a_client_that_returns_under_load_gets_every_message_exactly_once() {
        int total = 3_000;
        User talker = world.user("Talker");
        User returner = world.user("Returner");
        AtomicLongArray progress = new AtomicLongArray(4);
        try (TestNode one = TestNode.start(world, UNLIMITED);
                TestNode two = TestNode.start(world, UNLIMITED)) {
            List<List<Long>> heard = Race.of(4, runner -> {
                if (runner == 0) {
                    try (Client client = Client.in(one, TestNode.token(talker), ROOM)) {
                        for (int i = 0; i < total; i++) {
                            long next = i;
                            // At most 1,000 messages are replayed.
                            BooleanSupplier tooFar = () ->
                                    IntStream.rangeClosed(1, 3).anyMatch(other -> next - progress.get(other) >= 700);
                            if (tooFar.getAsBoolean()) {
                                await().pollInterval(Duration.ofMillis(1)).until(() -> !tooFar.getAsBoolean());
                            }
                            client.say(ROOM, "m" + i, null);
                        }
                        client.await(frame -> frame.type().equals("message") && frame.seq() == total);
                        return List.of();
                    }
                }
                List<Long> seqs = new ArrayList<>();
                long last = 0;
                while (last < total) {
                    try (Client client = Client.signedIn(runner == 1 ? two : one, TestNode.token(returner))) {
                        client.send("{\"type\":\"connect\",\"room_id\":\"" + ROOM + "\",\"after_seq\":" + last + "}");
                        int stay = ThreadLocalRandom.current().nextInt(1, 400);
                        for (int i = 0; i < stay && last < total; i++) {
                            last = client.await("message").seq();
                            seqs.add(last);
                            progress.set(runner, last);
                        }
                    }
                }
                return seqs;
            });

            assertThat(heard.subList(1, 4))
                    .allSatisfy(seqs -> assertThat(seqs)
                            .containsExactlyElementsOf(
                                    LongStream.rangeClosed(1, total).boxed().toList()));
        }
    }

    @Test
    void messages_missed_while_the_relay_was_interrupted_are_delivered_when_it_resumes() {
        User user = world.user("Talker");
        try (TestNode one = TestNode.start(world, UNLIMITED);
                TestNode two = TestNode.start(world, UNLIMITED);
                Client here = Client.in(one, TestNode.token(user), ROOM);
                Client there = Client.in(two, TestNode.token(user), ROOM)) {
            two.interruptRelay(true);
            for (int i = 1; i <= 10; i++) {
                here.say(ROOM, "m" + i, null);
            }
            here.await("message", 10);
            assertThat(there.drain()).noneMatch(frame -> frame.type().equals("message"));

            two.interruptRelay(false);

            assertThat(there.await("message", 10))
                    .extracting(Frame::seq)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 10).boxed().toList());
        }
    }

    @Test
    void a_message_repeated_over_another_node_is_stored_once() {
        User user = world.user("Hasty");
        try (TestNode one = TestNode.start(world, UNLIMITED);
                TestNode two = TestNode.start(world, UNLIMITED)) {
            Race.of(4, runner -> {
                try (Client client = Client.in(runner % 2 == 0 ? one : two, TestNode.token(user), ROOM)) {
                    for (int i = 0; i < 100; i++) {
                        client.say(ROOM, "by " + runner, "id-" + i);
                        int number = i;
                        client.await(frame -> ("id-" + number).equals(frame.get("client_message_id")));
                    }
                    return runner;
                }
            });

            assertThat(world.rooms.reached(List.of(RoomsContract.room(ROOM).id())))
                    .containsValue(RoomsContract.reached(100));
        }
    }

    @Test
    void users_on_other_nodes_are_members_too() {
        User john = world.user("John Smith");
        User anna = world.user("Anna Novak");
        try (TestNode one = TestNode.start(world);
                Client here = Client.in(one, TestNode.token(john), ROOM)) {
            here.expect("user_joined");
            try (TestNode two = TestNode.start(world);
                    Client there = Client.signedIn(two, TestNode.token(anna))) {
                await().untilAsserted(() -> {
                    try (Client look = Client.signedIn(two, TestNode.token(anna))) {
                        assertThat(look.enter(ROOM).get("member_count")).isEqualTo(2L);
                    }
                });
                assertThat(here.await("user_left").get("content")).isEqualTo("Anna Novak has left the chat");
                there.enter(ROOM);
                assertThat(here.await("user_joined").get("content")).isEqualTo("Anna Novak has joined the chat");
                there.send("{\"type\":\"typing\",\"room_id\":\"" + ROOM + "\"}");
                here.await("typing");

                // A second connection of the same user, over another node, is not announced.
                try (Client same = Client.in(one, TestNode.token(anna), ROOM)) {
                    there.close();
                    same.send("{\"type\":\"disconnect\",\"room_id\":\"" + ROOM + "\"}");
                    same.await("disconnected");
                    assertThat(here.await("user_left").get("content")).isEqualTo("Anna Novak has left the chat");
                }
            }
        }
    }

    @Test
    void a_client_that_stops_reading_is_closed_and_slows_nobody_down() {
        User talker = world.user("Talker");
        User lazy = world.user("Lazy");
        String text = "x".repeat(4_000);
        try (TestNode node = TestNode.start(world, UNLIMITED);
                Client stalled = Client.stalled(node.uri("/api/chat/ws?token=" + TestNode.token(lazy)));
                Client client = Client.in(node, TestNode.token(talker), ROOM)) {
            stalled.send("{\"type\":\"connect\",\"room_id\":\"" + ROOM + "\"}");
            client.await(frame -> "Lazy has joined the chat".equals(frame.get("content")));

            // The buffers of the network hold several megabytes. Many messages at a time fill them before the client
            // counts as silent.
            boolean left = false;
            for (int burst = 0; burst < 400 && !left; burst++) {
                for (int i = 0; i < 50; i++) {
                    client.say(ROOM, text, null);
                }
                for (int received = 0; received < 50; ) {
                    String type = client.next().type();
                    received += type.equals("message") ? 1 : 0;
                    left |= type.equals("user_left");
                }
            }

            assertThat(left).isTrue();
            stalled.socket().request(Long.MAX_VALUE);
            assertThat(stalled.closeCode()).isEqualTo(1013);
        }
    }
}
