package io.clubroom.persistence.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.chat.ChangeRefusal;
import io.clubroom.domain.chat.ClientMessageId;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.Message;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.file.Contents;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.persistence.Node;
import io.clubroom.persistence.Sql;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.Rival;
import io.clubroom.testkit.chat.ChangesContract;
import io.clubroom.testkit.chat.MessagesContract;
import io.clubroom.testkit.chat.RoomsContract;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class JdbcMessagesTest implements MessagesContract, ChangesContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public Messages messages() {
        return STORE.node().messages();
    }

    @Override
    public Rooms rooms() {
        return STORE.node().rooms();
    }

    @Override
    public Users users() {
        return STORE.node().users();
    }

    @Override
    public Files files() {
        return STORE.node().files();
    }

    @Override
    public Contents contents() {
        return STORE.node().contents();
    }

    private static Draft draft(RoomId room, User sender, @Nullable String id) {
        return new Draft(
                new MessageId(UUID.randomUUID()),
                room,
                sender.id(),
                sender.tokenVersion(),
                new MessageText("text"),
                id == null ? null : new ClientMessageId(id),
                MessagesContract.NOW);
    }

    @Test
    void two_nodes_leave_no_gap_and_find_each_others_repeats() {
        RoomId room = aRoom();
        User sender = aUser();
        try (Node other = Node.on(STORE.database(), 4)) {
            Race.of(8, writer -> {
                for (int round = 0; round < 50; round++) {
                    (writer % 2 == 0 ? messages() : other.messages())
                            .append(List.of(
                                    draft(room, sender, writer + "-" + round), draft(room, sender, "common-" + round)));
                }
                return writer;
            });
        }

        assertThat(messages().following(Map.of(room, 0L), 1_000).get(room))
                .extracting(Message::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 8 * 50 + 50).boxed().toList());
    }

    @Test
    void a_user_who_is_deleted_meanwhile_does_not_keep_others_from_being_stored() throws Exception {
        RoomId room = aRoom();
        User leaver = aUser();
        User stayer = aUser();
        try (Connection connection = Sql.connect(STORE.database());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("DELETE FROM users WHERE id = '" + leaver.id() + "'");
            Rival<List<Outcome>> rival =
                    Rival.start(() -> messages().append(List.of(draft(room, leaver, null), draft(room, stayer, null))));
            rival.assertHeldBack();
            connection.commit();

            List<Outcome> outcomes = rival.result();

            assertThat(outcomes.get(0)).isEqualTo(new Outcome.Refused(ChangeRefusal.NO_SUCH_SENDER));
            assertThat(outcomes.get(1))
                    .isInstanceOfSatisfying(
                            Outcome.Stored.class,
                            stored -> assertThat(((RoomChange.Posted) stored.change())
                                            .message()
                                            .seq())
                                    .isEqualTo(1));
        }
    }

    @Test
    void a_room_that_is_deleted_meanwhile_does_not_keep_others_from_being_stored() throws Exception {
        Room leaver = RoomsContract.newRoom();
        Room stayer = RoomsContract.newRoom();
        rooms().add(leaver);
        rooms().add(stayer);
        User sender = aUser();
        try (Connection connection = Sql.connect(STORE.database());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("DELETE FROM chat_rooms WHERE id = '" + leaver.id() + "'");
            Rival<List<Outcome>> rival = Rival.start(() ->
                    messages().append(List.of(draft(leaver.id(), sender, null), draft(stayer.id(), sender, null))));
            rival.assertHeldBack();
            connection.commit();

            List<Outcome> outcomes = rival.result();

            assertThat(outcomes.get(0)).isEqualTo(new Outcome.Refused(ChangeRefusal.NO_SUCH_ROOM));
            assertThat(outcomes.get(1)).isInstanceOf(Outcome.Stored.class);
        }
    }

    @Test
    void a_message_does_not_wait_for_files_of_a_room_that_is_being_deleted() throws Exception {
        RoomId room = aRoom();
        User sender = aUser();
        StoredFile file = file(sender.id());
        messages().append(List.of(draftWithFile(room, sender, file)));
        try (Connection connection = Sql.connect(STORE.database());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("DELETE FROM files WHERE room_id = '" + room + "'");

            assertThat(messages().append(List.of(draftWithFile(room, sender, file))))
                    .containsExactly(new Outcome.Refused(ChangeRefusal.NO_SUCH_FILE));
            connection.rollback();
        }
    }

    private static Draft draftWithFile(RoomId room, User sender, StoredFile file) {
        return new Draft(
                new MessageId(UUID.randomUUID()),
                room,
                sender.id(),
                sender.tokenVersion(),
                new MessageText(""),
                List.of(file.id()),
                null,
                null,
                MessagesContract.NOW);
    }

    @Test
    void messages_without_files_cost_no_statement_more() {
        RoomId room = aRoom();
        User sender = aUser();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (Node node = Node.on(STORE.database(), 1, meters)) {
            node.messages().append(List.of(draft(room, sender, "id")));
            node.messages().newest(room, 0, Long.MAX_VALUE, 10);
            node.messages().following(Map.of(room, 0L), 10);
            assertThat(statements(meters, "chat_messages")).isEqualTo(3);
            assertThat(statements(meters, "files")).isZero();

            node.messages().append(List.of(draft(room, sender, "id")));
            assertThat(statements(meters, "chat_messages")).isEqualTo(5);
            assertThat(statements(meters, "files")).isZero();
        }
    }

    private static double statements(MeterRegistry meters, String table) {
        return meters.find("api.db.queries").tag("table", table).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    /** Stores messages in all ways, without a commit. */
    private static final List<String> APPENDING = List.of("""
        SELECT FROM chat_append_new(
            ARRAY['%1$s'], ARRAY[1], ARRAY['%2$s']::uuid[],
            ARRAY[gen_random_uuid()], ARRAY[1], ARRAY[1], ARRAY['%2$s']::uuid[], ARRAY['text'], ARRAY[NULL], ARRAY[now()], ARRAY[0],
            ARRAY[false], ARRAY[]::uuid[], ARRAY[]::integer[], ARRAY[]::integer[])
        """);

    @ParameterizedTest
    @FieldSource("APPENDING")
    void removing_a_user_waits_until_their_messages_are_stored(String append) throws Exception {
        RoomId room = aRoom();
        User sender = aUser();
        try (Connection connection = Sql.connect(STORE.database());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(append.formatted(room.value(), sender.id()));
            Rival<Boolean> rival = Rival.start(() -> {
                users().remove(sender.id());
                return true;
            });
            rival.assertHeldBack();
            connection.commit();

            assertThat(rival.result()).isTrue();
        }
        assertThat(messages().newest(room, 0, Long.MAX_VALUE, 10))
                .singleElement()
                .satisfies(message -> assertThat(message.author()).isNull());
        STORE.node().erasures().tell(10);
        while (STORE.node().erasures().clean(10)) {}
        assertThat(Sql.value(STORE.database(), "SELECT count(*) FROM chat_messages WHERE user_id IS NOT NULL"))
                .isEqualTo("0");
    }

    @ParameterizedTest
    @FieldSource("APPENDING")
    void removing_a_room_removes_messages_that_are_being_stored(String append) throws Exception {
        RoomId room = aRoom();
        User sender = aUser();
        try (Connection connection = Sql.connect(STORE.database());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute(append.formatted(room.value(), sender.id()));
            Rival<Boolean> rival = Rival.start(() -> rooms().remove(room));
            rival.assertHeldBack();
            connection.commit();

            assertThat(rival.result()).isTrue();
        }
        assertThat(Sql.value(STORE.database(), "SELECT count(*) FROM chat_messages"))
                .isEqualTo("0");
    }

    @Test
    void truncating_users_or_rooms_leaves_no_message_that_refers_to_them() throws Exception {
        RoomId room = aRoom();
        User sender = aUser();
        messages().append(List.of(draft(room, sender, null)));

        try (Connection connection = Sql.connect(STORE.database());
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("TRUNCATE users CASCADE");
            try (var left = statement.executeQuery("SELECT user_id FROM chat_messages")) {
                assertThat(left.next()).isTrue();
                assertThat(left.getString(1)).isNull();
            }
            statement.execute("TRUNCATE chat_rooms CASCADE");
            try (var left = statement.executeQuery("SELECT FROM chat_messages")) {
                assertThat(left.next()).isFalse();
            }
            connection.rollback();
        }
    }

    @Test
    void the_id_of_a_user_or_a_room_cannot_be_changed() {
        RoomId room = aRoom();
        User sender = aUser();

        assertThatThrownBy(() -> Sql.execute(
                        STORE.database(), "UPDATE users SET id = gen_random_uuid() WHERE id = '" + sender.id() + "'"))
                .hasMessageContaining("the id of a row of users cannot be changed");
        assertThatThrownBy(() -> Sql.execute(
                        STORE.database(), "UPDATE chat_rooms SET id = 'another' WHERE id = '" + room.value() + "'"))
                .hasMessageContaining("the id of a row of chat_rooms cannot be changed");
    }
}
