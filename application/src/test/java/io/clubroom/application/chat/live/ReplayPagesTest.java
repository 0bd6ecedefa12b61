package io.clubroom.application.chat.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReplayPagesTest {
    private static final RoomId ROOM = new RoomId("room");

    private final User user = UserFixture.user().build();

    private RoomChange edited(long number) {
        Message message = new Message(
                new MessageId(new UUID(0, number)),
                ROOM,
                number,
                Participant.of(user),
                new MessageText("text"),
                null,
                Instant.EPOCH);
        return new RoomChange.Edited(
                100 + number, message.edited(new MessageText("other"), List.of(), Instant.EPOCH.plusSeconds(number)));
    }

    @Test
    void a_page_is_outdated_if_more_messages_than_a_bound_change_while_it_is_read() {
        ReplayPages pages = new ReplayPages(1, 2);
        LiveRoom room = new LiveRoom(ROOM);
        pages.await(
                new Subscription(ROOM, Actor.SignedIn.of(user), Participant.of(user), 2),
                room,
                new After.AfterChange(0),
                true);
        ReplayPages.Page page = Objects.requireNonNull(pages.next());
        pages.loading(page, 1);

        pages.delivered(room, List.of(edited(1), edited(2), edited(1)));
        assertThat(page.isOutdated()).isFalse();

        pages.delivered(room, List.of(edited(3)));
        assertThat(page.isOutdated()).isTrue();
    }
}
