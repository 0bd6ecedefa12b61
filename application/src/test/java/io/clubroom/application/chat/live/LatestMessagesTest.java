package io.clubroom.application.chat.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.Emoji;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.Reaction;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LatestMessagesTest {
    private static final Participant ANNA = Participant.of(UserFixture.user().build());
    private static final Emoji THUMB = new Emoji("👍");

    private final LatestMessages latest = new LatestMessages();
    private final Message original = new Message(
            new MessageId(UUID.randomUUID()), new RoomId("room"), 1, ANNA, new MessageText("original"), null, at(0));

    private static Instant at(int second) {
        return Instant.EPOCH.plusSeconds(second);
    }

    private Message edited(int second) {
        return original.edited(new MessageText("edited at " + second), List.of(), at(second));
    }

    private void deliver(RoomChange change) {
        latest.add(List.of(change));
    }

    private Message show(Message read) {
        RoomChange shown = latest.showUnlessNewer(new RoomChange.Posted(1, read));
        assertThat(shown.change()).isEqualTo(1);
        return ((RoomChange.Posted) shown).message();
    }

    @Test
    void shows_an_earlier_read_as_it_is_after_the_change() {
        deliver(new RoomChange.Edited(2, edited(20)));

        assertThat(show(original)).isEqualTo(edited(20));
        assertThat(show(edited(10))).isEqualTo(edited(20));
    }

    @Test
    void leaves_a_later_read_as_it_is() {
        deliver(new RoomChange.Edited(2, edited(20)));

        assertThat(show(edited(30))).isEqualTo(edited(30));
        assertThat(show(edited(30).deleted())).isEqualTo(edited(30).deleted());
    }

    @Test
    void shows_no_text_of_a_deleted_message() {
        deliver(new RoomChange.Deleted(2, original.deleted()));

        assertThat(show(edited(30))).isEqualTo(original.deleted());
    }

    @Test
    void counts_reactions_anew() {
        RoomChange thumb = new RoomChange.Reacted(
                2, original.withReactions(List.of(new Reaction(THUMB, List.of(ANNA.id())))), THUMB, ANNA, false, 1);
        deliver(new RoomChange.Reacted(3, original, THUMB, ANNA, true, 0));

        assertThat(latest.show(thumb)).isEqualTo(new RoomChange.Reacted(2, original, THUMB, ANNA, true, 0));
    }

    @Test
    void forgets_what_a_reader_has_seen() {
        deliver(new RoomChange.Edited(2, edited(20)));
        latest.forgetUpTo(2);

        assertThat(show(original)).isEqualTo(original);
        assertThat(latest.size()).isZero();
    }
}
