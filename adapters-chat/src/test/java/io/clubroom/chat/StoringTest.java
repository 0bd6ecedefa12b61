package io.clubroom.chat;

import static io.clubroom.testkit.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.chat.Client.Frame;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.chat.RoomsContract;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens in rooms while messages are being stored. */
final class StoringTest {
    private static final String ROOM = "slow";
    private static final String OTHER = "general";

    private final TestNode.World world = new TestNode.World();
    private final Room room = RoomsContract.room(ROOM);
    private final CountDownLatch letGo = new CountDownLatch(1);
    private final User anna = world.user("Anna");
    private final User ben = world.user("Ben");

    StoringTest() {
        world.rooms.add(room);
    }

    @AfterEach
    void letGo() {
        letGo.countDown();
    }

    private static void enterOther(Client client) {
        client.send("{\"type\":\"connect\",\"room_id\":\"" + OTHER + "\"}")
                .await(frame -> frame.type().equals("connected") && OTHER.equals(frame.get("room_id")));
    }

    private void hold() {
        world.held.put(room.id(), letGo);
    }

    /** Blocks the next append in the room, after it has stored the message. */
    private void awaitHeld() {
        await().until(world.held::isEmpty);
    }

    @Test
    void another_room_does_not_wait() {
        try (TestNode node = TestNode.start(world);
                Client client = Client.in(node, TestNode.token(anna), ROOM)) {
            enterOther(client);
            hold();
            client.say(ROOM, "slow", null);
            awaitHeld();
            client.say(OTHER, "quick", null);

            assertThat(client.await("message").get("content")).isEqualTo("quick");
            letGo.countDown();
            assertThat(client.await("message").get("content")).isEqualTo("slow");
        }
    }

    @Test
    void later_messages_of_the_same_room_come_after_it() {
        try (TestNode node = TestNode.start(world);
                Client client = Client.in(node, TestNode.token(anna), ROOM)) {
            enterOther(client);
            hold();
            client.say(ROOM, "first", null);
            awaitHeld();
            client.say(ROOM, "second", null).say(OTHER, "elsewhere", null);
            client.await("message");
            letGo.countDown();

            assertThat(client.await("message", 2))
                    .extracting(message -> message.get("content"))
                    .containsExactly("first", "second");
        }
    }

    @Test
    void later_messages_of_another_node_wait_for_it() {
        try (TestNode node = TestNode.start(world);
                TestNode another = TestNode.start(world);
                Client here = Client.in(node, TestNode.token(anna), ROOM);
                Client there = Client.in(another, TestNode.token(ben), ROOM)) {
            hold();
            here.say(ROOM, "first", null);
            awaitHeld();
            there.say(ROOM, "second", null);
            there.await(frame -> frame.type().equals("message") && frame.seq() == 2);
            // By now the node has received the second message.
            there.send("{\"type\":\"typing\",\"room_id\":\"" + ROOM + "\"}");
            List<Frame> before = new ArrayList<>();
            here.await(frame -> {
                before.add(frame);
                return frame.type().equals("typing");
            });
            assertThat(before).noneMatch(frame -> frame.type().equals("message"));
            letGo.countDown();

            assertThat(here.await("message", 2)).extracting(Frame::seq).containsExactly(1L, 2L);
            assertThat(here.drain()).isEmpty();
        }
    }

    @Test
    void a_repeat_is_answered_after_the_messages_stored_before_it() {
        try (TestNode node = TestNode.start(world);
                TestNode another = TestNode.start(world);
                Client here = Client.in(node, TestNode.token(anna), ROOM)) {
            node.interruptRelay(true);
            try (Client there = Client.in(another, TestNode.token(ben), ROOM);
                    Client same = Client.in(another, TestNode.token(anna), ROOM)) {
                there.say(ROOM, "before", null).await("message");
                same.say(ROOM, "once", "name").await(frame -> "once".equals(frame.get("content")));
            }
            hold();
            here.say(ROOM, "once", "name");
            awaitHeld();
            here.say(ROOM, "after", null);
            enterOther(here);
            letGo.countDown();

            assertThat(here.await("message", 4))
                    .extracting(message -> message.get("content"))
                    .containsExactly("before", "once", "once", "after");
        }
    }

    @Test
    void a_repeat_is_not_answered_while_the_messages_before_it_cannot_be_read() {
        try (TestNode node = TestNode.start(world);
                TestNode another = TestNode.start(world);
                Client here = Client.in(node, TestNode.token(anna), ROOM)) {
            node.interruptRelay(true);
            try (Client there = Client.in(another, TestNode.token(ben), ROOM);
                    Client same = Client.in(another, TestNode.token(anna), ROOM)) {
                there.say(ROOM, "before", null).await("message");
                same.say(ROOM, "once", "name").await(frame -> "once".equals(frame.get("content")));
            }
            hold();
            here.say(ROOM, "once", "name");
            awaitHeld();
            world.away = true;
            letGo.countDown();

            Frame answer = here.await(frame -> List.of("message", "error").contains(frame.type()));
            assertThat(answer.get("code")).isEqualTo("unavailable");
            world.away = false;
            assertThat(here.await("message", 2))
                    .extracting(message -> message.get("content"))
                    .containsExactly("before", "once");
        }
    }

    @Test
    void a_leaving_client_first_receives_its_own_messages() {
        try (TestNode node = TestNode.start(world);
                Client talker = Client.in(node, TestNode.token(anna), ROOM);
                Client listener = Client.in(node, TestNode.token(ben), OTHER)) {
            hold();
            talker.say(ROOM, "my last words", null);
            awaitHeld();
            talker.send("{\"type\":\"disconnect\",\"room_id\":\"" + ROOM + "\"}");
            for (int i = 0; i < 5; i++) {
                listener.say(OTHER, "time goes by", null).await("message");
            }
            letGo.countDown();

            Frame told = talker.await(frame -> !frame.type().equals("user_joined"));
            assertThat(told.get("content")).isEqualTo("my last words");
            talker.await("disconnected");
        }
    }

    @Test
    void a_recreated_room_does_not_deliver_messages_of_the_old_one() {
        try (TestNode node = TestNode.start(world);
                Client talker = Client.in(node, TestNode.token(anna), ROOM)) {
            hold();
            talker.say(ROOM, "gone with its room", null);
            awaitHeld();
            node.deleteRoom(room.id());
            talker.await("disconnected");
            world.rooms.add(room);
            try (Client newcomer = Client.in(node, TestNode.token(ben), ROOM)) {
                letGo.countDown();
                newcomer.say(ROOM, "the first", null);

                Frame told = newcomer.await("message");
                assertThat(told.get("content")).isEqualTo("the first");
                assertThat(told.seq()).isEqualTo(1);
            }
        }
    }
}
