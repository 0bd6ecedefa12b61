package io.clubroom.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.chat.frame.CloseCode;
import io.clubroom.chat.frame.ServerFrame;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.user.UserFixture;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BacklogTest {
    private static final int MAX_BATCH = 100;

    private final Backlog backlog = new Backlog(2, MAX_BATCH);
    private final Seat a = seat("a");
    private final Seat b = seat("b");
    private final Seat c = seat("c");

    private static Seat seat(String room) {
        User user = UserFixture.user().build();
        return new Seat(
                new Nobody(),
                new RoomId(room),
                new Actor.SignedIn(user.id(), user.role()),
                new Participant(user.id(), user.username(), user.fullName()));
    }

    private void say(Seat seat, int times) {
        for (int i = 0; i < times; i++) {
            backlog.add(new Command.Say(seat, new MessageText("message " + i), null));
        }
    }

    private static List<String> rooms(Backlog.Batch batch) {
        return batch.said().stream()
                .map(say -> say.seat().room().value())
                .distinct()
                .toList();
    }

    @Test
    void stores_few_messages_with_one_commit() {
        say(a, 5);
        say(b, 5);

        assertThat(backlog.next()).satisfies(batch -> assertThat(batch.said()).hasSize(10));
        assertThat(backlog.next()).isNull();
        assertThat(backlog.isBeingStored()).isTrue();
    }

    @Test
    void splits_many_messages_between_concurrent_batches() {
        say(a, 40);
        say(b, 40);

        assertThat(backlog.next()).satisfies(batch -> assertThat(rooms(batch)).containsExactly("a"));
        assertThat(backlog.next()).satisfies(batch -> assertThat(rooms(batch)).containsExactly("b"));
    }

    @Test
    void stores_one_batch_of_a_room_at_a_time() {
        say(a, 1);
        Backlog.Batch first = backlog.next();
        say(a, 2);

        assertThat(backlog.next()).isNull();
        assertThat(backlog.isBeingStored(a.room())).isTrue();
        say(b, 1);
        Backlog.Batch second = backlog.next();
        assertThat(rooms(second)).containsExactly("b");

        backlog.settled(first);
        assertThat(backlog.isBeingStored(a.room())).isFalse();
        assertThat(backlog.next()).satisfies(batch -> {
            assertThat(batch.number()).isEqualTo(second.number() + 1);
            assertThat(batch.said()).hasSize(2);
        });
    }

    @Test
    void limits_the_number_of_concurrent_batches() {
        say(a, 1);
        backlog.next();
        say(b, 1);
        backlog.next();
        say(c, 1);

        assertThat(backlog.next()).isNull();
    }

    @Test
    void keeps_the_order_of_a_room_that_takes_several_batches() {
        say(a, 250);

        List<String> texts = IntStream.range(0, 3)
                .mapToObj(_ -> {
                    Backlog.Batch batch = backlog.next();
                    assertThat(batch.said()).hasSizeLessThanOrEqualTo(MAX_BATCH);
                    backlog.settled(batch);
                    return batch;
                })
                .flatMap(batch -> batch.said().stream())
                .map(say -> say.text().value())
                .toList();

        assertThat(texts)
                .containsExactlyElementsOf(
                        IntStream.range(0, 250).mapToObj(i -> "message " + i).toList());
    }

    @Test
    void a_busy_room_does_not_starve_others() {
        say(a, 500);
        say(b, 500);
        say(c, 1);
        Backlog.Batch ofA = backlog.next();
        Backlog.Batch ofB = backlog.next();
        assertThat(rooms(ofA)).containsExactly("a");
        assertThat(rooms(ofB)).containsExactly("b");
        backlog.settled(ofA);

        assertThat(rooms(backlog.next())).contains("c");
    }

    @Test
    void a_deferred_command_waits_for_the_earlier_messages_of_its_room_only() {
        Command waits = new Command.Leave(a, true);
        Command free = new Command.Leave(b, true);
        say(a, 1);
        Backlog.Batch first = backlog.next();
        say(a, 1);
        backlog.defer(a.room(), waits);
        backlog.defer(b.room(), free);
        say(a, 1);

        assertThat(backlog.due()).containsExactly(free);
        backlog.settled(first);
        assertThat(backlog.due()).isEmpty();
        backlog.settled(backlog.next());
        assertThat(backlog.due()).containsExactly(waits);
        assertThat(backlog.due()).isEmpty();
    }

    /** Receives nothing. */
    private static final class Nobody implements Outlet {
        @Override
        public EventLoop loop() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void send(ByteBuf frames, boolean essential) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void sendThen(ByteBuf frames, Runnable action) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void entered(Seat seat) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void left(Seat seat, ServerFrame frame) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close(CloseCode code, ServerFrame frame) {
            throw new UnsupportedOperationException();
        }
    }
}
