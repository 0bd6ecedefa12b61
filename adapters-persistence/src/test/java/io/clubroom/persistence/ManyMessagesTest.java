package io.clubroom.persistence;

import static io.clubroom.testkit.user.UserFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.Room;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.chat.RoomsContract;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Removes a room and a user with many messages. The database refuses statements that change more than 10,000 of them. */
class ManyMessagesTest {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    private static final int MESSAGES = 25_000;

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
                "UPDATE chat_rooms SET last_seq = %d WHERE id = '%s'".formatted(MESSAGES, room.id()),
                """
                CREATE OR REPLACE FUNCTION refuse_long_statements() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF (SELECT count(*) FROM changed) > 10000 THEN
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
                CREATE OR REPLACE TRIGGER refuse_long_updates AFTER UPDATE ON chat_messages
                REFERENCING OLD TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION refuse_long_statements()\
                """);
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

    @Test
    void removes_a_room() throws SQLException {
        assertThat(STORE.node().rooms().remove(room.id())).isTrue();

        assertThat(count("room_id = '" + room.id() + "'")).isEqualTo("0");
        assertThat(count("room_id = '" + otherRoom.id() + "'")).isEqualTo("3");
        assertThat(STORE.node().rooms().remove(room.id())).isFalse();
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
