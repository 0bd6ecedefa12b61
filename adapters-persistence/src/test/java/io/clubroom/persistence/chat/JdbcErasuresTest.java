package io.clubroom.persistence.chat;

import static io.clubroom.testkit.user.UserFixture.user;
import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.ChangeDraft;
import io.clubroom.domain.chat.Draft;
import io.clubroom.domain.chat.EditWindow;
import io.clubroom.domain.chat.Erasures;
import io.clubroom.domain.chat.MessageId;
import io.clubroom.domain.chat.MessageText;
import io.clubroom.domain.chat.Messages;
import io.clubroom.domain.chat.Messages.Outcome;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.chat.RoomChange;
import io.clubroom.domain.chat.RoomId;
import io.clubroom.domain.chat.RoomKind;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomName;
import io.clubroom.domain.chat.RoomRole;
import io.clubroom.domain.chat.Rooms;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.persistence.Sql;
import io.clubroom.testkit.Rival;
import io.clubroom.testkit.chat.ErasuresContract;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcErasuresTest implements ErasuresContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public Erasures erasures() {
        return STORE.node().erasures();
    }

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
    public RoomMembers members() {
        return STORE.node().roomMembers();
    }

    private RoomId aRoom(RoomKind kind) {
        Room room = new Room(new RoomId("room-" + UUID.randomUUID()), new RoomName("Room"), kind, NOW);
        rooms().add(room);
        return room.id();
    }

    private void append(ChangeDraft draft) {
        assertThat(messages().append(List.of(draft))).hasOnlyElementsOfType(Outcome.Stored.class);
    }

    private MessageId say(RoomId room, User sender, String text) {
        MessageId id = new MessageId(UUID.randomUUID());
        append(new Draft(id, room, sender.id(), 0, new MessageText(text), null, NOW));
        return id;
    }

    @Test
    void two_nodes_tell_a_room_once() {
        User john = aUser();
        say(aRoom(RoomKind.PUBLIC), john, "hello");
        users().remove(john.id());

        Rival<List<RoomChange.UserErased>> other = STORE.node().transactions().call(() -> {
            assertThat(erasures().tell(10)).hasSize(1);
            Rival<List<RoomChange.UserErased>> rival =
                    Rival.start(() -> erasures().tell(10));
            rival.assertHeldBack();
            return rival;
        });

        assertThat(other.result()).isEmpty();
    }

    /** Changes keep the id, so that those who were away are told whom to forget. */
    @Test
    void nothing_but_changes_has_the_id_of_the_user_afterwards() throws SQLException {
        User john = aUser();
        User mary = aUser();
        RoomId room = aRoom(RoomKind.PRIVATE);
        members().add(room, List.of(john.id(), mary.id()), RoomRole.MEMBER, NOW);
        MessageId theirs = say(room, john, "first @" + john.username());
        append(new ChangeDraft.Edit(
                room, theirs, john.id(), 0, new MessageText("second"), EditWindow.DEFAULT, null, NOW));
        MessageId others = say(room, mary, "for @" + john.username());
        append(new ChangeDraft.React(room, others, john.id(), 0, THUMB, false, null, NOW));
        say(aRoom(RoomKind.PUBLIC), mary, "for @" + john.username());
        STORE.node().roomReads().read(john.id(), room, 1);
        STORE.node().userBlocks().add(john.id(), mary.id(), NOW);
        STORE.node().userBlocks().add(mary.id(), john.id(), NOW);
        STORE.node().notices().queued(john.id(), room, 0);
        Sql.execute(STORE.database(), """
            INSERT INTO chat_reports (
                id, room_id, message_id, seq, author_id, content, sent_at, mentions, files, reason, reported_by, created_at)
            SELECT gen_random_uuid(), '%1$s', '%2$s', 2, person.author, 'text', now(), '{}', '[]', 'reason', person.reporter, now()
            FROM (VALUES ('%3$s'::uuid, '%4$s'::uuid), ('%4$s', '%3$s')) AS person (author, reporter)\
            """.formatted(room, others, john.id(), mary.id()));
        while (STORE.node().absences().noteNews(100)) {}
        assertThat(columnsWith(john))
                .contains("chat_mentions.user_id", "chat_reports.reported_by", "chat_reads.user_id");

        users().remove(john.id());
        while (!erasures().tell(1).isEmpty()) {}
        while (erasures().clean(1)) {}

        assertThat(columnsWith(john)).isEmpty();
        assertThat(Sql.column(STORE.database(), "SELECT content FROM chat_versions"))
                .isEmpty();
    }

    private static List<String> columnsWith(User user) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (String column : Sql.column(
                STORE.database(),
                "SELECT table_name || '.' || column_name FROM information_schema.columns"
                        + " WHERE table_schema = current_schema() AND data_type = 'uuid'"
                        + " AND table_name <> 'chat_changes'")) {
            String table = column.substring(0, column.indexOf('.'));
            String rows = Sql.value(
                    STORE.database(), "SELECT count(*) FROM " + table + " WHERE " + column + " = '" + user.id() + "'");
            if (!rows.equals("0")) {
                columns.add(column);
            }
        }
        return columns;
    }
}
