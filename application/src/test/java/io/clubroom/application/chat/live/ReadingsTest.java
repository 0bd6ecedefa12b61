package io.clubroom.application.chat.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.chat.MarkReadings;
import io.clubroom.application.chat.MarkReadings.Outcome;
import io.clubroom.application.chat.live.Readings.Requester;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.user.UserFixture;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadingsTest {
    private static final RoomId ROOM = new RoomId("room");

    private final Readings readings = new Readings();
    private final User john = UserFixture.user().build();
    private final Requester phone = requester(john, "phone");
    private final Requester laptop = requester(john, null);
    private final Requester mary = requester(UserFixture.user().build(), null);

    private static Requester requester(User user, @Nullable String id) {
        return requester(ROOM, user, id);
    }

    private static Requester requester(RoomId room, User user, @Nullable String id) {
        return new Requester(
                new Subscription(room, Actor.SignedIn.of(user), Participant.of(user), 2),
                id == null ? null : new ClientMessageId(id));
    }

    private List<Long> next(long millis) {
        return readings.next(millis * 1_000_000).stream()
                .map(MarkReadings.Request::seq)
                .toList();
    }

    private List<Readings.Rejected> stored(Outcome... outcomes) {
        return readings.stored(Arrays.asList(outcomes));
    }

    private long millisLeft(long millis) {
        Long left = readings.nanosLeft(millis * 1_000_000);
        assertThat(left).isNotNull();
        return left / 1_000_000;
    }

    @Test
    void the_first_reading_is_stored_at_once_and_further_ones_together_at_the_end_of_the_second() {
        readings.add(phone, 1);
        assertThat(millisLeft(0)).isZero();
        assertThat(next(0)).containsExactly(1L);
        assertThat(stored(Outcome.DONE)).isEmpty();
        readings.add(phone, 3);
        readings.add(laptop, 5);
        readings.add(phone, 4);

        assertThat(next(300)).isEmpty();
        assertThat(millisLeft(300)).isEqualTo(700);
        assertThat(next(999)).isEmpty();
        assertThat(next(1_000)).containsExactly(5L);
        stored(Outcome.DONE);
        assertThat(readings.isIdle()).isTrue();
        assertThat(next(1_999)).isEmpty();
        assertThat(next(2_000)).isEmpty();
        assertThat(readings.nanosLeft(2_000_000_000)).isNull();
        readings.add(phone, 6);
        assertThat(next(2_001)).containsExactly(6L);
    }

    @Test
    void the_first_reading_does_not_wait_for_those_that_come_with_it() {
        readings.add(phone, 1);
        readings.add(phone, 2);
        readings.add(phone, 3);

        assertThat(next(0)).containsExactly(1L);
        stored(Outcome.DONE);
        assertThat(readings.isIdle()).isFalse();
        assertThat(millisLeft(1)).isEqualTo(999);
        assertThat(next(1_000)).containsExactly(3L);
    }

    @Test
    void users_do_not_wait_for_each_other() {
        readings.add(phone, 1);
        next(0);
        stored(Outcome.DONE);
        readings.add(phone, 2);
        readings.add(mary, 1);

        assertThat(readings.next(500_000_000))
                .containsExactly(new MarkReadings.Request(mary.subscription().actor(), ROOM, 1, false));
    }

    @Test
    void a_reading_that_is_refused_takes_no_other_one_with_it() {
        readings.add(phone, 1);
        next(0);
        stored(Outcome.DONE);
        readings.add(phone, 2);
        readings.add(phone, 3);
        readings.add(laptop, 99);

        assertThat(next(1_000)).containsExactly(99L);
        assertThat(stored(Outcome.BEYOND_END)).containsExactly(new Readings.Rejected(laptop, Outcome.BEYOND_END));
        assertThat(readings.isIdle()).isFalse();
        assertThat(next(1_001)).containsExactly(3L);
        stored(Outcome.DONE);
        assertThat(readings.isIdle()).isTrue();
    }

    @Test
    void everybody_is_told_who_waits_for_a_room_that_does_not_exist_any_more() {
        readings.add(phone, 1);
        next(0);
        stored(Outcome.DONE);
        readings.add(phone, 2);
        readings.add(laptop, 3);
        next(1_000);

        assertThat(stored(Outcome.NOT_FOUND))
                .extracting(Readings.Rejected::requester)
                .containsExactlyInAnyOrder(phone, laptop);
    }

    @Test
    void everybody_is_told_if_the_store_fails() {
        readings.add(phone, 1);
        readings.add(mary, 2);
        next(0);

        assertThat(readings.failed()).containsExactlyInAnyOrder(phone, mary);
        assertThat(readings.isIdle()).isTrue();
    }

    @Test
    void what_may_have_been_stored_without_being_told_is_stored_again() {
        readings.add(phone, 1);
        next(0);
        readings.failed();
        assertThat(millisLeft(300)).isEqualTo(700);
        assertThat(readings.next(1_000_000_000))
                .containsExactly(new MarkReadings.Request(phone.subscription().actor(), ROOM, 1, true));
        assertThat(readings.failed()).isEmpty();

        readings.add(phone, 99);
        assertThat(readings.next(2_000_000_000))
                .containsExactly(new MarkReadings.Request(phone.subscription().actor(), ROOM, 99, true));
        assertThat(stored(Outcome.BEYOND_END)).containsExactly(new Readings.Rejected(phone, Outcome.BEYOND_END));
        assertThat(readings.next(2_000_000_001))
                .containsExactly(new MarkReadings.Request(phone.subscription().actor(), ROOM, 1, true));
        assertThat(stored(Outcome.DONE)).isEmpty();

        assertThat(next(4_000)).isEmpty();
        assertThat(readings.nanosLeft(4_000_000_000L)).isNull();
    }

    @Test
    void what_may_have_been_stored_is_told_although_a_higher_one_fails_and_is_refused_then() {
        readings.add(phone, 1);
        next(0);
        readings.failed();
        readings.add(laptop, 99);
        assertThat(next(1_000)).containsExactly(99L);
        assertThat(readings.failed()).containsExactly(laptop);
        assertThat(readings.isIdle()).isTrue();

        assertThat(next(2_000)).containsExactly(99L);
        assertThat(stored(Outcome.BEYOND_END)).isEmpty();
        assertThat(readings.next(2_001_000_000))
                .containsExactly(new MarkReadings.Request(phone.subscription().actor(), ROOM, 1, true));
    }

    @Test
    void all_clients_that_have_read_the_same_are_told_that_it_is_refused() {
        readings.add(mary, 1);
        readings.add(phone, 1);
        next(0);
        stored(Outcome.DONE, Outcome.DONE);
        readings.add(phone, 99);
        readings.add(laptop, 99);
        readings.add(phone, 99);
        next(1_000);

        assertThat(stored(Outcome.BEYOND_END))
                .containsExactly(
                        new Readings.Rejected(phone, Outcome.BEYOND_END),
                        new Readings.Rejected(laptop, Outcome.BEYOND_END));
    }

    @Test
    void what_a_client_can_let_wait_is_bounded() {
        readings.add(phone, 1);
        next(0);
        stored(Outcome.DONE);
        for (long seq = 1; seq <= 1_000; seq++) {
            readings.add(phone, seq);
        }

        int attempts = 0;
        for (long at = 1_000; !readings.isIdle(); at++) {
            attempts += next(at).size();
            readings.stored(Collections.nCopies(1, Outcome.BEYOND_END));
        }
        assertThat(attempts).isEqualTo(50);
    }

    @Test
    void more_readers_than_a_bound_are_refused() {
        for (int i = 0; i < Readings.MAX_READERS; i++) {
            assertThat(readings.add(requester(new RoomId("room-" + i), john, null), 1))
                    .isTrue();
        }

        assertThat(readings.add(mary, 1)).isFalse();
    }

    @Test
    void a_bounded_number_of_readings_is_stored_together() {
        for (int i = 0; i <= Readings.MAX_BATCH; i++) {
            readings.add(requester(new RoomId("room-" + i), john, null), 1);
        }

        assertThat(next(0)).hasSize(Readings.MAX_BATCH);
        readings.stored(Collections.nCopies(Readings.MAX_BATCH, Outcome.DONE));
        assertThat(next(0)).hasSize(1);
    }
}
