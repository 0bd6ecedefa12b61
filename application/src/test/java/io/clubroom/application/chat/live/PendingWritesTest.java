package io.clubroom.application.chat.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.user.UserFixture;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PendingWritesTest {
    private static final int MAX_BATCH = 100;

    private final PendingWrites writes = new PendingWrites(2, MAX_BATCH);
    private final Subscription a = subscription("a");
    private final Subscription b = subscription("b");
    private final Subscription c = subscription("c");

    private static Subscription subscription(String room) {
        User user = UserFixture.user().build();
        return new Subscription(new RoomId(room), Actor.SignedIn.of(user), Participant.of(user));
    }

    private void publish(Subscription subscription, int times) {
        for (int i = 0; i < times; i++) {
            writes.add(new Input.Change(
                    subscription, new Action.Post(new MessageText("message " + i), List.of(), null), null));
        }
    }

    private PendingWrites.Batch next() {
        return writes.next(_ -> false);
    }

    private List<Input> due() {
        return writes.due(_ -> false);
    }

    private static List<String> rooms(PendingWrites.Batch batch) {
        return batch.changes().stream()
                .map(change -> change.subscription().room().value())
                .distinct()
                .toList();
    }

    @Test
    void stores_few_messages_with_one_commit() {
        publish(a, 5);
        publish(b, 5);

        assertThat(next()).satisfies(batch -> assertThat(batch.changes()).hasSize(10));
        assertThat(next()).isNull();
        assertThat(writes.isIdle()).isFalse();
    }

    @Test
    void splits_many_messages_between_concurrent_batches() {
        publish(a, 40);
        publish(b, 40);

        assertThat(next()).satisfies(batch -> assertThat(rooms(batch)).containsExactly("a"));
        assertThat(next()).satisfies(batch -> assertThat(rooms(batch)).containsExactly("b"));
    }

    @Test
    void stores_one_batch_of_a_room_at_a_time() {
        publish(a, 1);
        PendingWrites.Batch first = next();
        publish(a, 2);

        assertThat(next()).isNull();
        assertThat(writes.isStoring(a.room())).isTrue();
        publish(b, 1);
        PendingWrites.Batch second = next();
        assertThat(rooms(second)).containsExactly("b");

        writes.settle(first.number());
        assertThat(writes.isStoring(a.room())).isFalse();
        assertThat(next()).satisfies(batch -> {
            assertThat(batch.number()).isEqualTo(second.number() + 1);
            assertThat(batch.changes()).hasSize(2);
        });
    }

    @Test
    void limits_the_number_of_concurrent_batches() {
        publish(a, 1);
        next();
        publish(b, 1);
        next();
        publish(c, 1);

        assertThat(next()).isNull();
    }

    @Test
    void keeps_the_order_of_a_room_that_takes_several_batches() {
        publish(a, 250);

        List<String> texts = IntStream.range(0, 3)
                .mapToObj(_ -> writes.settle(next().number()))
                .peek(batch -> assertThat(batch.changes()).hasSizeLessThanOrEqualTo(MAX_BATCH))
                .flatMap(batch -> batch.changes().stream())
                .map(change -> ((Action.Post) change.action()).text().value())
                .toList();

        assertThat(texts)
                .containsExactlyElementsOf(
                        IntStream.range(0, 250).mapToObj(i -> "message " + i).toList());
        assertThat(writes.isIdle()).isTrue();
    }

    @Test
    void a_busy_room_does_not_starve_others() {
        publish(a, 500);
        publish(b, 500);
        publish(c, 1);
        PendingWrites.Batch ofA = next();
        PendingWrites.Batch ofB = next();
        assertThat(rooms(ofA)).containsExactly("a");
        assertThat(rooms(ofB)).containsExactly("b");
        writes.settle(ofA.number());

        assertThat(rooms(next())).contains("c");
    }

    @Test
    void a_deferred_input_waits_for_the_earlier_messages_of_its_room_only() {
        Input waits = new Input.Unsubscribe(a);
        Input free = new Input.Unsubscribe(b);
        publish(a, 1);
        PendingWrites.Batch first = next();
        publish(a, 1);
        writes.defer(a.room(), waits);
        writes.defer(b.room(), free);
        publish(a, 1);

        assertThat(due()).containsExactly(free);
        writes.settle(first.number());
        assertThat(due()).isEmpty();
        writes.settle(next().number());
        assertThat(due()).containsExactly(waits);
        assertThat(due()).isEmpty();
    }

    @Test
    void a_room_that_is_held_neither_stores_nor_lets_go() {
        publish(a, 1);
        publish(b, 1);
        writes.defer(c.room(), new Input.Unsubscribe(c));

        assertThat(rooms(writes.next(room -> room.equals(a.room())))).containsExactly("b");
        assertThat(writes.due(room -> room.equals(c.room()))).isEmpty();
        assertThat(rooms(next())).containsExactly("a");
        assertThat(due()).hasSize(1);
    }

    @Test
    void dropped_messages_are_settled() {
        publish(a, 1);
        PendingWrites.Batch first = next();
        publish(a, 2);
        writes.defer(a.room(), new Input.Unsubscribe(a));

        assertThat(writes.drop(a.room())).hasSize(2);
        assertThat(writes.waiting()).isEqualTo(1);
        assertThat(due()).isEmpty();
        writes.settle(first.number());
        assertThat(due()).hasSize(1);
        assertThat(writes.isIdle()).isTrue();
    }

    @Test
    void what_is_dropped_from_the_middle_lets_nothing_overtake_what_was_before_it() {
        Subscription other = subscription("a");
        publish(a, 2);
        writes.defer(a.room(), new Input.Unsubscribe(a));
        publish(other, 1);
        writes.defer(a.room(), new Input.Unsubscribe(other));
        publish(a, 1);

        assertThat(writes.drop(a.room(), change -> change.subscription().equals(other)))
                .hasSize(1);

        assertThat(due()).isEmpty();
        PendingWrites.Batch rest = next();
        assertThat(rest.changes())
                .hasSize(3)
                .allMatch(change -> change.subscription().equals(a));
        writes.settle(rest.number());
        assertThat(due()).hasSize(2);
        assertThat(writes.isIdle()).isTrue();
        assertThat(writes.rooms()).isZero();
    }
}
