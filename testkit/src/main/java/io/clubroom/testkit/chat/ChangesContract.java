package io.clubroom.testkit.chat;

import static io.clubroom.testkit.user.UserFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.ChangeDraft;
import io.clubroom.domain.chat.ChangeRefusal;
import io.clubroom.domain.chat.ChangeRules;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.Emoji;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageState;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.Reaction;
import io.clubroom.domain.chat.ReplyPreview;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of {@link Messages} about what changes of messages. */
public interface ChangesContract extends ChatPorts {
    Emoji THUMB = new Emoji("👍");
    Emoji HEART = new Emoji("❤️");

    private static Draft post(RoomId room, User sender, String text, @Nullable MessageId replyTo) {
        return new Draft(
                new MessageId(UUID.randomUUID()),
                room,
                sender.id(),
                0,
                new MessageText(text),
                List.of(),
                replyTo,
                null,
                NOW);
    }

    private static ChangeDraft edit(Message message, User sender, String text) {
        return edit(message, sender, text, null);
    }

    private static ChangeDraft edit(Message message, User sender, String text, @Nullable String id) {
        return new ChangeDraft.Edit(
                message.room(),
                message.id(),
                sender.id(),
                0,
                new MessageText(text),
                EditWindow.DEFAULT,
                named(id),
                NOW.plusSeconds(60));
    }

    private static ChangeDraft delete(Message message, User sender, @Nullable String id) {
        return new ChangeDraft.Deletion(message.room(), message.id(), sender.id(), 0, named(id), NOW.plusSeconds(61));
    }

    private static ChangeDraft react(Message message, User sender, Emoji emoji, boolean removed) {
        return react(message, sender, emoji, removed, null);
    }

    private static ChangeDraft react(Message message, User sender, Emoji emoji, boolean removed, @Nullable String id) {
        return new ChangeDraft.React(
                message.room(), message.id(), sender.id(), 0, emoji, removed, named(id), NOW.plusSeconds(62));
    }

    private static @Nullable ClientMessageId named(@Nullable String id) {
        return id == null ? null : new ClientMessageId(id);
    }

    private Outcome append(ChangeDraft draft) {
        return messages().append(List.of(draft)).getFirst();
    }

    private Message posted(RoomId room, User sender, String text) {
        return ((RoomChange.Posted) stored(append(post(room, sender, text, null)))).message();
    }

    private static RoomChange stored(Outcome outcome) {
        return outcome instanceof Outcome.Stored(RoomChange change) ? change : failed(outcome);
    }

    private static RoomChange failed(Outcome outcome) {
        throw new AssertionError("unexpected outcome: " + outcome);
    }

    private static Outcome refused(ChangeRefusal refusal) {
        return new Outcome.Refused(refusal);
    }

    private List<RoomChange> changes(RoomId room, long after) {
        return messages().changes(Map.of(room, after), 1_000).getOrDefault(room, List.of());
    }

    private Message found(Message message) {
        return messages().find(message.room(), message.id()).orElseThrow();
    }

    @Test
    default void tells_which_change_a_message_is() {
        RoomId room = aRoom();
        RoomId other = aRoom();
        User user = aUser();
        Message first = posted(room, user, "first");
        append(react(first, user, THUMB, false));
        append(edit(first, user, "edited"));
        posted(room, user, "second");
        append(delete(first, user, null));
        posted(other, user, "in another room");

        assertThat(rooms().changesAt(List.of(
                        new Rooms.Place(room, 0),
                        new Rooms.Place(room, 1),
                        new Rooms.Place(room, 2),
                        new Rooms.Place(room, 5),
                        new Rooms.Place(other, 1),
                        new Rooms.Place(new RoomId("no-such-room"), 3))))
                .isEqualTo(Map.of(
                        new Rooms.Place(room, 0), 0L,
                        new Rooms.Place(room, 1), 1L,
                        new Rooms.Place(room, 2), 4L,
                        new Rooms.Place(room, 5), 8L,
                        new Rooms.Place(other, 1), 1L,
                        new Rooms.Place(new RoomId("no-such-room"), 3), 3L));
        assertThat(rooms().changesAt(List.of())).isEmpty();
    }

    @Test
    default void numbers_messages_and_other_changes_in_one_sequence() {
        RoomId room = aRoom();
        User john = aUser();
        Message first = posted(room, john, "a");
        long edited = stored(append(edit(first, john, "b"))).change();
        RoomChange second = stored(append(post(room, john, "c", null)));
        List<Outcome> together = messages()
                .append(List.of(
                        react(first, john, THUMB, false),
                        post(room, john, "d", null),
                        delete(first, john, null),
                        post(room, john, "e", null)));

        assertThat(edited).isEqualTo(2);
        assertThat(second.change()).isEqualTo(3);
        assertThat(((RoomChange.Posted) second).message().seq()).isEqualTo(2);
        assertThat(together.stream().map(outcome -> stored(outcome).change())).containsExactly(4L, 5L, 6L, 7L);
        assertThat(rooms().reached(List.of(room)).get(room)).satisfies(reached -> {
            assertThat(reached.lastSeq()).isEqualTo(4);
            assertThat(reached.lastChange()).isEqualTo(7);
        });
        assertThat(changes(room, 0)).extracting(RoomChange::change).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
        assertThat(messages().newest(room, 0, Long.MAX_VALUE, 10))
                .extracting(Message::seq)
                .containsExactly(4L, 3L, 2L, 1L);
    }

    @Test
    default void returns_the_changes_after_any_number_page_by_page() {
        RoomId room = aRoom();
        User john = aUser();
        Message message = posted(room, john, "a");
        for (int i = 0; i < 4; i++) {
            append(edit(message, john, "text " + i));
            append(react(message, john, THUMB, i % 2 == 1));
            posted(room, john, "message " + i);
        }
        List<RoomChange> all = changes(room, 0);

        assertThat(all).hasSize(13);
        for (long after = 0; after <= 13; after++) {
            assertThat(messages().changes(Map.of(room, after), 3).getOrDefault(room, List.of()))
                    .isEqualTo(all.subList((int) after, (int) Math.min(after + 3, 13)));
        }
        assertThat(messages().changes(Map.of(room, 13L, new RoomId("none"), 0L), 3))
                .isEmpty();
        assertThat(changes(room, 1_000)).isEmpty();
    }

    @Test
    default void a_change_that_is_read_later_shows_its_message_as_it_is_then() {
        RoomId room = aRoom();
        User john = aUser();
        Message message = posted(room, john, "first");
        RoomChange edited = stored(append(edit(message, john, "second")));
        append(react(message, john, THUMB, false));

        assertThat(((RoomChange.Edited) edited).message().text()).isEqualTo(new MessageText("second"));
        Message now = found(message);
        assertThat(now.text()).isEqualTo(new MessageText("second"));
        assertThat(now.state())
                .isEqualTo(new MessageState(
                        NOW.plusSeconds(60), false, List.of(), List.of(new Reaction(THUMB, List.of(john.id()))), null));
        assertThat(changes(room, 0))
                .containsExactly(
                        new RoomChange.Posted(1, now),
                        new RoomChange.Edited(2, now),
                        new RoomChange.Reacted(3, now, THUMB, Participant.of(john), false, 1));
        assertThat(messages().newest(room, 0, 2, 1)).containsExactly(now);
        assertThat(messages().following(Map.of(room, 0L), 1).get(room)).containsExactly(now);
    }

    @Test
    default void nothing_is_left_of_a_deleted_message_but_its_place() {
        RoomId room = aRoom();
        User john = aUser();
        Message message = posted(room, john, "first @" + john.username());
        append(edit(message, john, "second @" + john.username()));
        append(react(message, john, THUMB, false));

        RoomChange deleted = stored(append(delete(message, john, null)));

        Message tombstone = found(message);
        assertThat(((RoomChange.Deleted) deleted).message()).isEqualTo(tombstone);
        assertThat(tombstone.text()).isEqualTo(new MessageText(""));
        assertThat(tombstone.seq()).isEqualTo(1);
        assertThat(tombstone.author()).isEqualTo(Participant.of(john));
        assertThat(tombstone.state())
                .isEqualTo(new MessageState(NOW.plusSeconds(60), true, List.of(), List.of(), null));
        assertThat(messages().versions(room, message.id(), null, 10)).isEmpty();
        assertThat(changes(room, 0))
                .containsExactly(
                        new RoomChange.Posted(1, tombstone),
                        new RoomChange.Edited(2, tombstone),
                        new RoomChange.Reacted(3, tombstone, THUMB, Participant.of(john), true, 0),
                        new RoomChange.Deleted(4, tombstone));
        assertThat(append(edit(message, john, "third"))).isEqualTo(refused(ChangeRefusal.MESSAGE_DELETED));
        assertThat(append(react(message, john, THUMB, false))).isEqualTo(refused(ChangeRefusal.MESSAGE_DELETED));
        assertThat(append(post(room, john, "reply", message.id()))).isEqualTo(refused(ChangeRefusal.MESSAGE_DELETED));
    }

    @Test
    default void what_changes_nothing_has_no_number() {
        RoomId room = aRoom();
        User john = aUser();
        Message message = posted(room, john, "a");

        assertThat(append(edit(message, john, "a")))
                .isEqualTo(new Outcome.Unchanged(new RoomChange.Edited(RoomChange.UNNUMBERED, message)));
        assertThat(append(react(message, john, THUMB, true)))
                .isEqualTo(new Outcome.Unchanged(
                        new RoomChange.Reacted(RoomChange.UNNUMBERED, message, THUMB, Participant.of(john), true, 0)));
        append(delete(message, john, null));
        assertThat(append(delete(message, john, null)))
                .isEqualTo(new Outcome.Unchanged(new RoomChange.Deleted(RoomChange.UNNUMBERED, found(message))));
        assertThat(changes(room, 0)).hasSize(2);
    }

    @Test
    default void only_the_author_edits_and_only_in_time() {
        RoomId room = aRoom();
        RoomId elsewhere = aRoom();
        User john = aUser();
        User mary = aUser();
        Message message = posted(room, john, "a");

        assertThat(append(edit(message, mary, "b"))).isEqualTo(refused(ChangeRefusal.FORBIDDEN));
        assertThat(append(delete(message, mary, null))).isEqualTo(refused(ChangeRefusal.FORBIDDEN));
        assertThat(append(edit(message, john, ""))).isEqualTo(refused(ChangeRefusal.INVALID_CONTENT));
        assertThat(append(editWithin(Duration.ofSeconds(59), message, john)))
                .isEqualTo(refused(ChangeRefusal.EDIT_WINDOW_OVER));
        assertThat(append(editWithin(Duration.ZERO, message, john))).isEqualTo(refused(ChangeRefusal.EDIT_WINDOW_OVER));
        Message other = posted(elsewhere, john, "b");
        assertThat(append(new ChangeDraft.Deletion(room, other.id(), john.id(), 0, null, NOW)))
                .isEqualTo(refused(ChangeRefusal.NO_SUCH_MESSAGE));
        assertThat(append(post(room, john, "c", other.id()))).isEqualTo(refused(ChangeRefusal.NO_SUCH_MESSAGE));
        assertThat(append(new ChangeDraft.Deletion(new RoomId("none"), other.id(), john.id(), 0, null, NOW)))
                .isEqualTo(refused(ChangeRefusal.NO_SUCH_ROOM));
        assertThat(found(message)).isEqualTo(message);
        assertThat(stored(append(editWithin(Duration.ofSeconds(60), message, john)))
                        .change())
                .isEqualTo(2);
    }

    private static ChangeDraft editWithin(Duration window, Message message, User sender) {
        return new ChangeDraft.Edit(
                message.room(),
                message.id(),
                sender.id(),
                0,
                new MessageText("late"),
                new EditWindow(window),
                null,
                NOW.plusSeconds(60));
    }

    @Test
    default void an_administrator_deletes_messages_of_others_in_public_rooms() {
        RoomId room = aRoom();
        User john = aUser();
        User admin = UserFixture.admin().build();
        users().add(admin);
        Message message = posted(room, john, "a");

        assertThat(stored(append(delete(message, admin, null)))).isInstanceOf(RoomChange.Deleted.class);
        assertThat(append(edit(message, admin, "b"))).isEqualTo(refused(ChangeRefusal.FORBIDDEN));
    }

    @Test
    default void a_repeated_change_is_stored_once() {
        RoomId room = aRoom();
        User john = aUser();
        Message message = posted(room, john, "a");

        RoomChange edited = stored(append(edit(message, john, "b", "1")));
        RoomChange reacted = stored(append(react(message, john, THUMB, false, "2")));
        Message now = found(message);
        assertThat(append(edit(message, john, "b", "1")))
                .isEqualTo(new Outcome.Repeated(new RoomChange.Edited(edited.change(), now)));
        assertThat(append(react(message, john, THUMB, false, "2"))).isEqualTo(new Outcome.Repeated(reacted));
        RoomChange deleted = stored(append(delete(message, john, "3")));
        assertThat(append(delete(message, john, "3"))).isEqualTo(new Outcome.Repeated(deleted));
        assertThat(messages()
                        .append(List.of(edit(posted(room, john, "c"), john, "d", "4"), edit(message, john, "b", "1"))))
                .hasSize(2);
        assertThat(changes(room, 0)).hasSize(6);
    }

    @Test
    default void an_id_of_a_client_is_good_for_one_change_of_a_user_in_a_room() {
        RoomId room = aRoom();
        RoomId elsewhere = aRoom();
        User john = aUser();
        User mary = aUser();
        Message message = posted(room, john, "a");
        Message other = posted(room, john, "b");
        append(edit(message, john, "c", "1"));
        append(withId(post(room, john, "d", null), "2"));

        assertThat(append(edit(other, john, "c", "1"))).isEqualTo(refused(ChangeRefusal.CLIENT_MESSAGE_ID_USED));
        assertThat(append(withId(post(room, john, "e", null), "1")))
                .isEqualTo(refused(ChangeRefusal.CLIENT_MESSAGE_ID_USED));
        assertThat(append(delete(message, john, "2"))).isEqualTo(refused(ChangeRefusal.CLIENT_MESSAGE_ID_USED));
        assertThat(append(react(message, john, HEART, false, "1")))
                .isEqualTo(refused(ChangeRefusal.CLIENT_MESSAGE_ID_USED));
        append(react(message, john, THUMB, false, "4"));
        assertThat(append(react(message, john, THUMB, true, "4")))
                .isEqualTo(refused(ChangeRefusal.CLIENT_MESSAGE_ID_USED));
        append(react(message, john, THUMB, true, "5"));
        assertThat(append(react(message, john, THUMB, true, "5"))).isInstanceOf(Outcome.Repeated.class);
        assertThat(append(react(message, john, THUMB, false, "5")))
                .isEqualTo(refused(ChangeRefusal.CLIENT_MESSAGE_ID_USED));
        assertThat(append(react(message, mary, HEART, false, "1"))).isInstanceOf(Outcome.Stored.class);
        assertThat(append(withId(post(elsewhere, john, "f", null), "1"))).isInstanceOf(Outcome.Stored.class);
        assertThat(messages().append(List.of(withId(post(room, john, "g", null), "3"), delete(message, john, "3"))))
                .satisfiesExactly(
                        first -> assertThat(first).isInstanceOf(Outcome.Stored.class),
                        second -> assertThat(second).isEqualTo(refused(ChangeRefusal.CLIENT_MESSAGE_ID_USED)));
    }

    private static Draft withId(Draft draft, String id) {
        return new Draft(
                draft.id(),
                draft.room(),
                draft.sender(),
                draft.tokenVersion(),
                draft.text(),
                draft.files(),
                draft.replyTo(),
                new ClientMessageId(id),
                draft.createdAt());
    }

    @Test
    default void reactions_come_by_emoji_the_one_that_came_first_first() {
        RoomId room = aRoom();
        User john = aUser();
        User mary = aUser();
        Message message = posted(room, john, "a");
        append(react(message, john, THUMB, false));
        append(react(message, mary, HEART, false));
        append(react(message, mary, THUMB, false));
        append(react(message, john, THUMB, true));

        assertThat(found(message).state().reactions())
                .containsExactly(new Reaction(THUMB, List.of(mary.id())), new Reaction(HEART, List.of(mary.id())));
        append(react(message, mary, THUMB, true));
        RoomChange again = stored(append(react(message, john, THUMB, false)));
        assertThat(again)
                .isInstanceOfSatisfying(
                        RoomChange.Reacted.class,
                        reacted -> assertThat(reacted.count()).isEqualTo(1));
        assertThat(found(message).state().reactions())
                .containsExactly(new Reaction(HEART, List.of(mary.id())), new Reaction(THUMB, List.of(john.id())));
        messages()
                .append(List.of(
                        react(message, mary, THUMB, false),
                        react(message, mary, THUMB, true),
                        react(message, john, HEART, false)));
        assertThat(found(message).state().reactions())
                .containsExactly(
                        new Reaction(HEART, List.of(mary.id(), john.id())), new Reaction(THUMB, List.of(john.id())));
    }

    @Test
    default void a_message_has_at_most_twenty_emojis() throws Exception {
        RoomId room = aRoom();
        User john = aUser();
        User mary = aUser();
        Message message = posted(room, john, "a");
        List<ChangeDraft> drafts = new ArrayList<>();
        IntStream.range(0, ChangeRules.MAX_EMOJIS - 1)
                .forEach(i -> drafts.add(react(message, john, new Emoji("emoji " + i), false)));
        messages().append(drafts);

        List<Outcome> outcomes = Race.of(4, i -> append(react(message, mary, new Emoji("last " + i), false)));

        assertThat(outcomes.stream().filter(Outcome.Stored.class::isInstance)).hasSize(1);
        assertThat(outcomes.stream().filter(refused(ChangeRefusal.TOO_MANY_REACTIONS)::equals))
                .hasSize(3);
        assertThat(found(message).state().reactions()).hasSize(ChangeRules.MAX_EMOJIS);
        assertThat(append(react(message, mary, new Emoji("emoji 0"), false))).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    default void a_reply_shows_the_message_that_it_replies_to_as_it_is_now() {
        RoomId room = aRoom();
        User john = aUser();
        User mary = aUser();
        Message message = posted(room, john, "😀".repeat(201));
        Message reply = ((RoomChange.Posted) stored(append(post(room, mary, "yes", message.id())))).message();

        assertThat(reply.state().replyTo())
                .isEqualTo(new ReplyPreview(message.id(), john.fullName(), "😀".repeat(200), false));
        assertThat(found(reply)).isEqualTo(reply);
        append(edit(message, john, "other"));
        assertThat(found(reply).state().replyTo())
                .isEqualTo(new ReplyPreview(message.id(), john.fullName(), "other", false));
        append(delete(message, john, null));
        assertThat(found(reply).state().replyTo()).isEqualTo(new ReplyPreview(message.id(), john.fullName(), "", true));
    }

    @Test
    default void a_text_names_active_users_by_their_usernames() {
        RoomId room = aRoom();
        User john = aUser();
        User mary = aUser();
        User away = aUser(user().inactive());
        Message message = posted(
                room,
                john,
                "@" + mary.username().value().toUpperCase(Locale.ROOT) + ", mail@" + john.username() + " @"
                        + away.username() + " @nobody @" + john.username() + ".-_. @" + mary.username());

        assertThat(message.state().mentions()).containsExactly(mary.id(), john.id());
        assertThat(found(message)).isEqualTo(message);
        append(edit(message, john, "@" + john.username()));
        assertThat(found(message).state().mentions()).containsExactly(john.id());
        append(edit(message, john, "nobody"));
        assertThat(found(message).state().mentions()).isEmpty();
    }

    @Test
    default void keeps_earlier_texts() {
        RoomId room = aRoom();
        User john = aUser();
        Message message = posted(room, john, "a");

        assertThat(messages().versions(room, message.id(), null, 10))
                .containsExactly(new Messages.Version(new MessageText("a"), NOW, null));
        messages().append(List.of(edit(message, john, "b"), edit(message, john, "c")));
        Messages.Version last = new Messages.Version(new MessageText("c"), NOW.plusSeconds(60), null);
        Messages.Version second = new Messages.Version(new MessageText("b"), NOW.plusSeconds(60), 3L);
        Messages.Version first = new Messages.Version(new MessageText("a"), NOW, 2L);
        assertThat(messages().versions(room, message.id(), null, 10)).containsExactly(last, second, first);
        assertThat(messages().versions(room, message.id(), null, 2)).containsExactly(last, second);
        assertThat(messages().versions(room, message.id(), null, 1)).containsExactly(last);
        assertThat(messages().versions(room, message.id(), 4L, 1)).containsExactly(second);
        assertThat(messages().versions(room, message.id(), 3L, 2)).containsExactly(first);
        assertThat(messages().versions(room, message.id(), 2L, 2)).isEmpty();
        assertThat(messages().versions(aRoom(), message.id(), null, 10)).isEmpty();
        assertThat(messages().versions(room, new MessageId(UUID.randomUUID()), null, 10))
                .isEmpty();

        // At once, whenever they are erased.
        users().remove(john.id());
        assertThat(messages().versions(room, message.id(), null, 10)).containsExactly(last);
    }

    @Test
    default void concurrent_changes_have_consecutive_numbers() throws Exception {
        RoomId room = aRoom();
        User john = aUser();
        Message message = posted(room, john, "a");

        List<Outcome> outcomes = Race.of(12, i -> switch (i % 3) {
            case 0 -> append(post(room, john, "message " + i, null));
            case 1 -> append(edit(message, john, "text " + i));
            default -> append(react(message, john, new Emoji("emoji " + i), false));
        });

        assertThat(outcomes.stream().map(outcome -> stored(outcome).change()).sorted())
                .containsExactlyElementsOf(LongStream.rangeClosed(2, 13).boxed().toList());
        List<RoomChange> all = changes(room, 0);
        assertThat(all)
                .extracting(RoomChange::change)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 13).boxed().toList());
        RoomChange.Edited last = outcomes.stream()
                .map(ChangesContract::stored)
                .filter(RoomChange.Edited.class::isInstance)
                .map(RoomChange.Edited.class::cast)
                .max(Comparator.comparing(RoomChange::change))
                .orElseThrow();
        assertThat(found(message).text()).isEqualTo(last.message().text());
    }

    @Test
    default void somebody_whose_token_was_revoked_changes_nothing() {
        RoomId room = aRoom();
        User john = aUser();
        Message message = posted(room, john, "a");
        users().update(john.changed(UserChange.NOTHING.withActive(false), NOW));

        assertThat(append(delete(message, john, null))).isEqualTo(refused(ChangeRefusal.NO_SUCH_SENDER));
        User unknown = user().build();
        assertThat(append(edit(message, unknown, "b"))).isEqualTo(refused(ChangeRefusal.NO_SUCH_SENDER));
        assertThat(found(message).text()).isEqualTo(new MessageText("a"));
    }
}
