package io.clubroom.testkit.chat;

import static io.clubroom.testkit.user.UserFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.ChangeRefusal;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.Contents;
import io.clubroom.domain.file.Dimensions;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.Sha256;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.testkit.Race;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The contract of {@link Messages}. */
public interface MessagesContract extends ChatPorts {
    Files files();

    Contents contents();

    private User sender() {
        return aUser(user().avatar(UUID.randomUUID().toString()));
    }

    private static Draft draft(RoomId room, UserId sender, String text, @Nullable String clientMessageId) {
        return draft(room, sender, 0, text, clientMessageId);
    }

    private static Draft draft(
            RoomId room, UserId sender, int tokenVersion, String text, @Nullable String clientMessageId) {
        return new Draft(
                new MessageId(UUID.randomUUID()),
                room,
                sender,
                tokenVersion,
                new MessageText(text),
                clientMessageId == null ? null : new ClientMessageId(clientMessageId),
                NOW);
    }

    private static Draft draft(RoomId room, UserId sender, List<FileId> files, @Nullable String clientMessageId) {
        return new Draft(
                new MessageId(UUID.randomUUID()),
                room,
                sender,
                0,
                new MessageText(""),
                files,
                null,
                clientMessageId == null ? null : new ClientMessageId(clientMessageId),
                NOW);
    }

    /** A new file of the user. */
    default StoredFile file(UserId owner) {
        StoredFile file = new StoredFile(
                new FileId(UUID.randomUUID()),
                owner,
                new FileName("čau 😀.png"),
                new MediaType("image/png"),
                1_234,
                Sha256.of(new byte[] {1, 2, 3}),
                new Dimensions(640, 480),
                new ContentId(UUID.randomUUID()),
                false,
                NOW);
        contents().begin(file.content(), NOW);
        assertThat(files().add(file)).isTrue();
        return file;
    }

    private static StoredFile attached(StoredFile file) {
        return new StoredFile(
                file.id(),
                file.owner(),
                file.name(),
                file.type(),
                file.size(),
                file.sha256(),
                file.dimensions(),
                file.content(),
                true,
                file.createdAt());
    }

    private static Message stored(Outcome outcome) {
        return outcome instanceof Outcome.Stored(RoomChange.Posted(long _, Message message))
                ? message
                : failed(outcome);
    }

    private static Message repeated(Outcome outcome) {
        return outcome instanceof Outcome.Repeated(RoomChange.Posted(long _, Message message))
                ? message
                : failed(outcome);
    }

    private static Message failed(Outcome outcome) {
        throw new AssertionError("unexpected outcome: " + outcome);
    }

    private List<Message> all(RoomId room) {
        return messages().following(Map.of(room, 0L), 10_000).getOrDefault(room, List.of());
    }

    @Test
    default void numbers_the_messages_of_each_room_from_1_in_order() {
        RoomId here = aRoom();
        RoomId there = aRoom();
        User sender = sender();

        List<Outcome> first = messages()
                .append(List.of(
                        draft(here, sender.id(), "a", null),
                        draft(there, sender.id(), "b", null),
                        draft(here, sender.id(), "c", null)));
        List<Outcome> second = messages().append(List.of(draft(here, sender.id(), "d", null)));

        assertThat(Stream.concat(first.stream(), second.stream())
                        .map(outcome -> stored(outcome).seq()))
                .containsExactly(1L, 1L, 2L, 3L);
        assertThat(all(here)).extracting(message -> message.text().value()).containsExactly("a", "c", "d");
        assertThat(rooms().reached(List.of(here, there)))
                .isEqualTo(Map.of(here, RoomsContract.reached(3), there, RoomsContract.reached(1)));
    }

    @Test
    default void reads_a_message_with_every_field() {
        RoomId room = aRoom();
        User sender = sender();
        Draft draft = draft(room, sender.id(), "\"čau\" \\ {x} , NULL \t\n 😀", "c,1\"\\");

        Message message = stored(messages().append(List.of(draft)).getFirst());

        assertThat(message)
                .isEqualTo(new Message(
                        draft.id(), room, 1, Participant.of(sender), draft.text(), draft.clientMessageId(), NOW));
        assertThat(all(room)).containsExactly(message);
    }

    @Test
    default void a_repeat_is_stored_once_and_returns_the_stored_message() {
        RoomId room = aRoom();
        User sender = sender();
        Message first = stored(messages()
                .append(List.of(draft(room, sender.id(), "once", "id")))
                .getFirst());

        List<Outcome> again = messages()
                .append(List.of(draft(room, sender.id(), "twice", "id"), draft(room, sender.id(), "next", null)));

        assertThat(repeated(again.get(0))).isEqualTo(first);
        assertThat(stored(again.get(1)).seq()).isEqualTo(2);
        assertThat(all(room)).hasSize(2);
    }

    @Test
    default void a_repeat_among_the_same_drafts_is_stored_once() {
        RoomId room = aRoom();
        User sender = sender();

        List<Outcome> outcomes = messages()
                .append(List.of(
                        draft(room, sender.id(), "once", "id"),
                        draft(room, sender.id(), "between", null),
                        draft(room, sender.id(), "twice", "id")));

        assertThat(stored(outcomes.get(1)).seq()).isEqualTo(2);
        assertThat(repeated(outcomes.get(2))).isEqualTo(stored(outcomes.get(0)));
    }

    @Test
    default void a_client_message_id_is_scoped_to_the_room_and_the_sender() {
        RoomId room = aRoom();
        User sender = sender();

        List<Outcome> outcomes = messages()
                .append(List.of(
                        draft(room, sender.id(), "a", "id"),
                        draft(aRoom(), sender.id(), "b", "id"),
                        draft(room, sender().id(), "c", "id")));

        assertThat(outcomes).hasOnlyElementsOfType(Outcome.Stored.class);
    }

    @Test
    default void refused_drafts_do_not_affect_the_others() {
        RoomId room = aRoom();
        User sender = sender();
        User inactive = aUser(user().inactive());

        List<Outcome> outcomes = messages()
                .append(List.of(
                        draft(new RoomId("there-is-no-such-room"), sender.id(), "a", null),
                        draft(room, new UserId(UUID.randomUUID()), "b", "id"),
                        draft(room, inactive.id(), "c", null),
                        draft(room, sender.id(), "d", null)));

        assertThat(outcomes.subList(0, 3))
                .containsExactly(
                        new Outcome.Refused(ChangeRefusal.NO_SUCH_ROOM),
                        new Outcome.Refused(ChangeRefusal.NO_SUCH_SENDER),
                        new Outcome.Refused(ChangeRefusal.NO_SUCH_SENDER));
        assertThat(stored(outcomes.get(3)).seq()).isEqualTo(1);
    }

    @Test
    default void refuses_a_message_whose_senders_token_is_revoked() {
        RoomId room = aRoom();
        User sender = aUser(user().tokenVersion(2));

        List<Outcome> outcomes = messages()
                .append(List.of(
                        draft(room, sender.id(), 1, "old token", null),
                        draft(room, sender.id(), 2, "new token", null)));

        assertThat(outcomes.getFirst()).isEqualTo(new Outcome.Refused(ChangeRefusal.NO_SUCH_SENDER));
        assertThat(stored(outcomes.getLast()).seq()).isEqualTo(1);
        assertThat(messages().append(List.of(draft(room, sender.id(), 1, "old token", null))))
                .containsExactly(new Outcome.Refused(ChangeRefusal.NO_SUCH_SENDER));
        assertThat(all(room)).extracting(message -> message.text().value()).containsExactly("new token");
    }

    @Test
    default void a_message_sent_with_a_new_token_is_stored_although_a_revoked_one_sent_it_before() {
        RoomId room = aRoom();
        User sender = aUser(user().tokenVersion(2));

        messages()
                .append(List.of(draft(room, sender.id(), 1, "text", "id"), draft(room, sender.id(), 2, "text", "id")));

        assertThat(all(room)).hasSize(1);
    }

    @Test
    default void the_message_of_a_deleted_user_stays_without_its_author() {
        RoomId room = aRoom();
        User sender = sender();
        messages().append(List.of(draft(room, sender.id(), "I was here", "id")));

        users().remove(sender.id());

        assertThat(all(room)).singleElement().satisfies(message -> {
            assertThat(message.author()).isNull();
            assertThat(message.authorName()).isNull();
            assertThat(message.text().value()).isEqualTo("I was here");
        });
    }

    @Test
    default void reads_the_current_names_of_authors() {
        RoomId room = aRoom();
        User sender = sender();
        messages().append(List.of(draft(room, sender.id(), "I", null)));
        User renamed =
                user().id(sender.id().toString()).fullName("Somebody Else").build();

        users().update(renamed);

        assertThat(all(room)).extracting(Message::author).containsExactly(Participant.of(renamed));
    }

    @Test
    default void reads_the_newest_messages_of_a_range() {
        RoomId room = aRoom();
        UserId sender = sender().id();
        messages()
                .append(IntStream.rangeClosed(1, 10)
                        .mapToObj(i -> draft(room, sender, "m" + i, null))
                        .toList());

        assertThat(messages().newest(room, 0, Long.MAX_VALUE, 3))
                .extracting(Message::seq)
                .containsExactly(10L, 9L, 8L);
        assertThat(messages().newest(room, 2, 6, 10)).extracting(Message::seq).containsExactly(5L, 4L, 3L);
        assertThat(messages().newest(room, 10, 5, 10)).isEmpty();
        assertThat(messages()
                        .at(List.of(new Rooms.Place(room, 2), new Rooms.Place(room, 5), new Rooms.Place(room, 1_000))))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                messages().newest(room, 4, 6, 1).stream(), messages().newest(room, 1, 3, 1).stream())
                        .toList());
        assertThat(messages().newest(new RoomId("there-is-no-such-room"), 0, 5, 10))
                .isEmpty();
    }

    @Test
    default void reads_following_messages_of_several_rooms() {
        RoomId here = aRoom();
        RoomId there = aRoom();
        RoomId silent = aRoom();
        UserId sender = sender().id();
        messages()
                .append(IntStream.rangeClosed(1, 5)
                        .boxed()
                        .flatMap(
                                i -> Stream.of(draft(here, sender, "h" + i, null), draft(there, sender, "t" + i, null)))
                        .toList());

        Map<RoomId, List<Message>> following = messages()
                .following(Map.of(here, 1L, there, 3L, silent, 0L, new RoomId("there-is-no-such-room"), 0L), 3);

        assertThat(following).containsOnlyKeys(here, there);
        assertThat(following.get(here)).extracting(Message::seq).containsExactly(2L, 3L, 4L);
        assertThat(following.get(there)).extracting(Message::seq).containsExactly(4L, 5L);
    }

    @Test
    default void a_removed_room_takes_its_messages_with_it() {
        RoomId room = aRoom();
        User sender = sender();
        messages().append(List.of(draft(room, sender.id(), "gone", "id")));

        rooms().remove(room);
        rooms().add(RoomsContract.room(room.value()));

        assertThat(stored(messages()
                                .append(List.of(draft(room, sender.id(), "new", "id")))
                                .getFirst())
                        .seq())
                .isEqualTo(1);
    }

    @Test
    default void files_are_attached_to_a_message_in_their_order() {
        RoomId room = aRoom();
        User sender = sender();
        List<StoredFile> files =
                Stream.generate(() -> file(sender.id())).limit(10).toList();
        List<FileId> ids = files.stream().map(StoredFile::id).toList().reversed();
        StoredFile alone = file(sender.id());

        List<Outcome> outcomes = messages()
                .append(List.of(
                        draft(room, sender.id(), "without", null),
                        draft(room, sender.id(), ids, "with"),
                        draft(room, sender.id(), List.of(alone.id()), null)));

        List<StoredFile> attachments =
                files.reversed().stream().map(MessagesContract::attached).toList();
        assertThat(outcomes)
                .extracting(outcome -> stored(outcome).attachments())
                .containsExactly(List.of(), attachments, List.of(attached(alone)));
        List<Message> all = outcomes.stream().map(MessagesContract::stored).toList();
        assertThat(all(room)).isEqualTo(all);
        assertThat(messages().newest(room, 0, Long.MAX_VALUE, 10)).isEqualTo(all.reversed());
        assertThat(messages().roomOf(alone.id())).contains(room);
        assertThat(files().find(alone.id())).contains(attached(alone));
    }

    @Test
    default void a_file_that_cannot_be_attached_to_a_message_keeps_it_from_being_stored() {
        RoomId room = aRoom();
        User sender = sender();
        FileId own = file(sender.id()).id();
        FileId used = file(sender.id()).id();
        FileId foreign = file(sender().id()).id();
        messages().append(List.of(draft(room, sender.id(), List.of(used), null)));

        List<Outcome> outcomes = messages()
                .append(List.of(
                        draft(room, sender.id(), List.of(own, new FileId(UUID.randomUUID())), null),
                        draft(room, sender.id(), List.of(own, foreign), null),
                        draft(room, sender.id(), List.of(own, used), null),
                        draft(room, sender.id(), List.of(own, own), null),
                        draft(new RoomId("there-is-no-such-room"), sender.id(), List.of(own), null),
                        draft(room, sender.id(), "next", null)));

        assertThat(outcomes.subList(0, 4)).containsOnly(new Outcome.Refused(ChangeRefusal.NO_SUCH_FILE));
        assertThat(outcomes.get(4)).isEqualTo(new Outcome.Refused(ChangeRefusal.NO_SUCH_ROOM));
        assertThat(stored(outcomes.get(5)).seq()).isEqualTo(2);
        assertThat(all(room)).hasSize(2);
        assertThat(messages().roomOf(own)).isEmpty();
        assertThat(messages().append(List.of(draft(room, sender.id(), List.of(own, own), null))))
                .containsExactly(new Outcome.Refused(ChangeRefusal.NO_SUCH_FILE));
        // They are still there for another message.
        assertThat(stored(messages()
                                .append(List.of(draft(room, sender.id(), List.of(own), null)))
                                .getFirst())
                        .seq())
                .isEqualTo(3);
    }

    @Test
    default void of_two_messages_with_the_same_file_the_first_gets_it() {
        RoomId room = aRoom();
        User sender = sender();
        FileId file = file(sender.id()).id();

        List<Outcome> outcomes = messages()
                .append(List.of(
                        draft(room, sender.id(), List.of(file), null), draft(room, sender.id(), List.of(file), null)));

        assertThat(stored(outcomes.getFirst()).attachments())
                .extracting(StoredFile::id)
                .containsExactly(file);
        assertThat(outcomes.getLast()).isEqualTo(new Outcome.Refused(ChangeRefusal.NO_SUCH_FILE));
    }

    @Test
    default void a_repeat_returns_the_stored_message_with_its_files() {
        RoomId room = aRoom();
        User sender = sender();
        FileId file = file(sender.id()).id();
        FileId other = file(sender.id()).id();

        List<Outcome> outcomes = messages()
                .append(List.of(
                        draft(room, sender.id(), List.of(file), "id"), draft(room, sender.id(), List.of(file), "id")));
        Message first = stored(outcomes.getFirst());

        assertThat(first.attachments()).hasSize(1);
        assertThat(repeated(outcomes.getLast())).isEqualTo(first);
        assertThat(messages()
                        .append(List.of(
                                draft(room, sender.id(), List.of(file), "id"),
                                draft(room, sender.id(), "text", "another"))))
                .first()
                .isEqualTo(new Outcome.Repeated(new RoomChange.Posted(1, first)));
        assertThat(messages().append(List.of(draft(room, sender.id(), List.of(other), "id"))))
                .containsExactly(new Outcome.Repeated(new RoomChange.Posted(1, first)));
        assertThat(messages().append(List.of(draft(room, sender.id(), "text", "id"))))
                .containsExactly(new Outcome.Repeated(new RoomChange.Posted(1, first)));
        assertThat(messages().roomOf(other)).isEmpty();
    }

    @Test
    default void the_files_of_a_deleted_user_are_gone_from_messages_that_stay() {
        RoomId room = aRoom();
        User sender = sender();
        FileId file = file(sender.id()).id();
        messages().append(List.of(draft(room, sender.id(), List.of(file), "id")));

        users().remove(sender.id());

        assertThat(all(room))
                .singleElement()
                .satisfies(message -> assertThat(message.attachments()).isEmpty());
        assertThat(messages().roomOf(file)).isEmpty();
        assertThat(files().find(file)).isEmpty();
    }

    @Test
    default void a_removed_room_takes_the_files_of_its_messages_with_it() {
        RoomId room = aRoom();
        User sender = sender();
        FileId file = file(sender.id()).id();
        FileId unused = file(sender.id()).id();
        messages().append(List.of(draft(room, sender.id(), List.of(file), "id")));

        rooms().remove(room);

        assertThat(files().find(file)).isEmpty();
        assertThat(files().find(unused)).isPresent();
    }

    @Test
    default void of_messages_that_are_stored_at_the_same_time_one_gets_a_file() {
        RoomId room = aRoom();
        RoomId other = aRoom();
        User sender = sender();
        int writers = 8;
        List<StoredFile> files =
                Stream.generate(() -> file(sender.id())).limit(20).toList();

        Race.of(writers, writer -> {
            for (int i = 1; i < files.size(); i++) {
                // Opposite orders must not deadlock.
                List<FileId> both = List.of(files.get(i - 1).id(), files.get(i).id());
                messages()
                        .append(List.of(draft(
                                writer % 2 == 0 ? room : other,
                                sender.id(),
                                writer % 3 == 0 ? both : both.reversed(),
                                null)));
            }
            return writer;
        });

        assertThat(Stream.concat(all(room).stream(), all(other).stream())
                        .map(Message::attachments)
                        .flatMap(List::stream))
                .hasSize(20)
                .doesNotHaveDuplicates();
    }

    @Test
    default void concurrent_writers_leave_no_gaps_and_find_every_repeat() {
        RoomId room = aRoom();
        RoomId other = aRoom();
        User sender = sender();
        int writers = 8;
        int rounds = 25;

        Race.of(writers, writer -> {
            for (int round = 0; round < rounds; round++) {
                // Opposite orders of the rooms must not deadlock.
                Draft own = draft(room, sender.id(), "own", writer + "-" + round);
                Draft common = draft(other, sender.id(), "common", "common-" + round);
                messages().append(writer % 2 == 0 ? List.of(own, common) : List.of(common, own));
            }
            return writer;
        });

        assertThat(all(room))
                .extracting(Message::seq)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, (long) writers * rounds)
                        .boxed()
                        .toList());
        assertThat(all(other))
                .extracting(Message::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, rounds).boxed().toList());
    }
}
