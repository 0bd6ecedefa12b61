package io.clubroom.persistence;

import static io.clubroom.testkit.user.UserFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.chat.DeleteRoom;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.ChangeRefusal;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomAccess;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.chat.RoomsContract;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Removes a room and a user with many messages. The database refuses statements that change more than 5,000 of them. */
class ManyMessagesTest {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    private static final int MESSAGES = 12_000;
    private static final int CHANGES = 1_000;
    private static final int STEP = 5_000;

    private final Room room = RoomsContract.newRoom();
    private final Room otherRoom = RoomsContract.newRoom();
    private final User author = user().build();
    private final User otherAuthor = user().build();

    @BeforeEach
    void store() throws SQLException {
        STORE.node().rooms().add(room);
        STORE.node().rooms().add(otherRoom);
        STORE.node().users().add(author);
        STORE.node().users().add(otherAuthor);
        Sql.execute(
                STORE.database(),
                insertion(MESSAGES, room, author),
                insertion(3, otherRoom, otherAuthor),
                "UPDATE chat_rooms SET last_seq = %d, changes = %d WHERE id = '%s'"
                        .formatted(MESSAGES, CHANGES, room.id()),
                """
                INSERT INTO chat_changes (room_id, change, seq, kind, user_id)
                SELECT '%s', %d + n, %d, 'erased', gen_random_uuid() FROM generate_series(1, %d) AS n\
                """.formatted(room.id(), MESSAGES, MESSAGES, CHANGES),
                "INSERT INTO chat_reads (room_id, user_id, seq, sent) SELECT '%s', id, 0, 0 FROM users"
                        .formatted(room.id()),
                "INSERT INTO chat_sent (room_id, user_id, sent) SELECT '%s', id, 0 FROM users".formatted(room.id()),
                "INSERT INTO chat_notices (user_id, room_id, told_seq) SELECT id, '%s', 0 FROM users"
                        .formatted(room.id()),
                "INSERT INTO chat_members (room_id, user_id, role, joined_at) VALUES ('%s', '%s', 'owner', now())"
                        .formatted(room.id(), author.id()),
                """
                INSERT INTO chat_reports (
                    id, room_id, message_id, seq, content, sent_at, mentions, files, reason, reported_by, created_at)
                SELECT gen_random_uuid(), '%s', gen_random_uuid(), 1, 'text', now(), '{}', '[]', 'reason', '%s', now()\
                """.formatted(room.id(), author.id()),
                """
                CREATE OR REPLACE FUNCTION refuse_long_statements() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF (SELECT count(*) FROM changed) > 5000 THEN
                        RAISE EXCEPTION 'canceling statement due to statement timeout' USING ERRCODE = 'query_canceled';
                    END IF;
                    RETURN NULL;
                END $$\
                """,
                """
                CREATE OR REPLACE TRIGGER refuse_long_deletions AFTER DELETE ON chat_messages
                REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_long_statements()\
                """,
                """
                CREATE OR REPLACE TRIGGER refuse_long_deletions AFTER DELETE ON chat_changes
                REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_long_statements()\
                """,
                """
                CREATE OR REPLACE TRIGGER refuse_long_updates AFTER UPDATE ON chat_messages
                REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_long_statements()\
                """);
    }

    @AfterEach
    void clear() {
        STORE.node().rooms().remove(room.id());
        while (STORE.node().removedRooms().clearNext(STEP)) {}
    }

    private static String insertion(int messages, Room room, User author) {
        return """
            INSERT INTO chat_messages (id, room_id, user_id, content, created_at, seq)
            SELECT gen_random_uuid(), '%s', '%s', 'text', now(), n FROM generate_series(1, %d) AS n
            """.formatted(room.id(), author.id(), messages);
    }

    private static String count(String condition) throws SQLException {
        return Sql.value(STORE.database(), "SELECT count(*) FROM chat_messages WHERE " + condition);
    }

    private String left() throws SQLException {
        return count("room_id = '" + room.id() + "'");
    }

    /** The tables that have something of the room. */
    private List<String> tables() throws SQLException {
        List<String> tables = new ArrayList<>();
        for (String table : Sql.column(
                STORE.database(),
                "SELECT table_name FROM information_schema.columns"
                        + " WHERE column_name = 'room_id' AND table_schema = current_schema()")) {
            String rows = Sql.value(
                    STORE.database(), "SELECT count(*) FROM " + table + " WHERE room_id = '" + room.id() + "'");
            if (!rows.equals("0")) {
                tables.add(table);
            }
        }
        // What the search has to forget, which it does by itself.
        tables.remove("chat_search_changes");
        return tables;
    }

    @Test
    void a_removed_room_is_hidden_at_once_and_goes_in_steps_whoever_began() throws SQLException {
        Actor.SignedIn owner = Actor.SignedIn.of(author);
        Draft draft = new Draft(
                new MessageId(UUID.randomUUID()),
                room.id(),
                author.id(),
                0,
                new MessageText("late"),
                null,
                Instant.now());

        assertThat(STORE.node().removedRooms().clear(room.id(), STEP)).isFalse();
        assertThat(STORE.node().removedRooms().clearNext(STEP)).isFalse();
        assertThat(STORE.node().rooms().remove(room.id())).isTrue();

        assertThat(left()).isEqualTo("" + MESSAGES);
        assertThat(STORE.node().rooms().remove(room.id())).isFalse();
        assertThat(STORE.node().rooms().rename(room.id(), room.name())).isFalse();
        assertThat(STORE.node().rooms().add(room)).isFalse();
        assertThat(STORE.node().rooms().reached(List.of(room.id()))).isEmpty();
        assertThat(STORE.node().visibleRooms().find(owner, room.id())).isEmpty();
        assertThat(STORE.node().visibleRooms().list(owner, null, null, 100))
                .extracting(summary -> summary.room().id())
                .contains(otherRoom.id())
                .doesNotContain(room.id());
        assertThat(RoomAccess.mayRead(STORE.node().standings().of(owner, room.id())))
                .isFalse();
        assertThat(STORE.node().messages().append(List.of(draft)))
                .containsExactly(new Outcome.Refused(ChangeRefusal.NO_SUCH_ROOM));
        assertThat(tables()).doesNotContain("chat_members", "chat_reports");

        assertThat(STORE.node().removedRooms().clear(room.id(), STEP)).isTrue();
        assertThat(left()).isEqualTo("" + (MESSAGES - STEP));
        int steps = 1;
        while (STORE.node().removedRooms().clearNext(STEP)) {
            steps++;
        }

        assertThat(steps).isEqualTo((MESSAGES + CHANGES) / STEP + 1);
        assertThat(tables()).isEmpty();
        assertThat(count("room_id = '" + otherRoom.id() + "'")).isEqualTo("3");
        assertThat(STORE.node().removedRooms().clear(room.id(), STEP)).isFalse();
        assertThat(STORE.node().rooms().add(room)).isTrue();
    }

    @Test
    void nothing_is_left_of_a_room_when_its_deletion_is_answered() throws SQLException {
        DeleteRoom deleteRoom = new DeleteRoom(
                STORE.node().transactions(),
                STORE.node().rooms(),
                STORE.node().removedRooms(),
                STORE.node().roomMembers(),
                STORE.node().standings(),
                STORE.node().relay());

        assertThat(deleteRoom.delete(Actor.SignedIn.of(author), room.id())).isEqualTo(new DeleteRoom.Result.Deleted());

        assertThat(tables()).isEmpty();
        assertThat(count("room_id = '" + otherRoom.id() + "'")).isEqualTo("3");
    }

    @Test
    void removes_a_user() throws SQLException {
        STORE.node().users().remove(author.id());
        STORE.node().erasures().tell(10);
        while (STORE.node().erasures().clean(5_000)) {}

        assertThat(count("user_id = '" + author.id() + "'")).isEqualTo("0");
        assertThat(count("user_id IS NULL AND room_id = '" + room.id() + "'")).isEqualTo("" + MESSAGES);
        assertThat(count("user_id = '" + otherAuthor.id() + "'")).isEqualTo("3");
        assertThat(STORE.node().users().find(author.id())).isEmpty();
    }
}
