package io.clubroom.persistence.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.chat.Room;
import io.clubroom.domain.file.Avatars;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.Contents;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.file.Thumbnails;
import io.clubroom.domain.file.Uploads;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.persistence.Sql;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.Rival;
import io.clubroom.testkit.chat.RoomsContract;
import io.clubroom.testkit.file.AvatarsContract;
import io.clubroom.testkit.file.ContentsContract;
import io.clubroom.testkit.file.FilesContract;
import io.clubroom.testkit.file.UploadsContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcFilesTest implements FilesContract, UploadsContract, ContentsContract, AvatarsContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public Contents contents() {
        return STORE.node().contents();
    }

    @Override
    public Files files() {
        return STORE.node().files();
    }

    @Override
    public Uploads uploads() {
        return STORE.node().uploads();
    }

    @Override
    public Thumbnails thumbnails() {
        return STORE.node().thumbnails();
    }

    @Override
    public Avatars avatars() {
        return STORE.node().avatars();
    }

    @Override
    public Users users() {
        return STORE.node().users();
    }

    @Override
    public Transactions transactions() {
        return STORE.node().transactions();
    }

    private static void hang(FileId file, Room room) throws SQLException {
        Sql.execute(STORE.database(), attaching(file, room));
    }

    private static String attaching(FileId file, Room room) {
        return """
            UPDATE files SET message_id = gen_random_uuid(), room_id = '%s', place = 0 WHERE id = '%s'\
            """.formatted(room.id(), file);
    }

    private static Room room() {
        Room room = RoomsContract.newRoom();
        STORE.node().rooms().add(room);
        return room;
    }

    @Test
    void a_file_that_is_attached_to_a_message_is_not_removed_as_unused() throws SQLException {
        StoredFile file = stored(owner());
        hang(file.id(), room());

        assertThat(files().removeUnused(file.id())).isFalse();
        assertThat(files().removeUnused(NOW.plusSeconds(1), 10)).isZero();

        assertThat(files().find(file.id()).orElseThrow().inUse()).isTrue();
        assertThat(isInUse(file.content())).isTrue();
    }

    @Test
    void a_removed_room_releases_the_contents_of_its_messages_files() throws SQLException {
        Room room = room();
        StoredFile file = stored(owner());
        hang(file.id(), room);
        StoredFile unused = stored(owner());
        StoredFile inAnotherRoom = stored(owner());
        hang(inAnotherRoom.id(), room());

        STORE.node().rooms().remove(room.id());

        assertThat(files().find(file.id())).isEmpty();
        assertThat(released()).containsExactly(file.content());
        assertThat(files().find(unused.id())).isPresent();
        assertThat(files().find(inAnotherRoom.id())).isPresent();
    }

    @Test
    void the_files_of_a_removed_user_go_from_messages_that_stay() throws SQLException {
        UserId owner = owner();
        StoredFile file = stored(owner);
        hang(file.id(), room());

        users().remove(owner);

        assertThat(files().find(file.id())).isEmpty();
        assertThat(released()).containsExactly(file.content());
    }

    @Test
    void a_file_that_is_being_attached_to_a_message_is_not_removed_as_unused() throws SQLException {
        StoredFile file = stored(owner());
        Room room = room();
        Rival<Boolean> removal;
        try (Connection message = Sql.connect(STORE.database());
                var statement = message.createStatement()) {
            message.setAutoCommit(false);
            statement.execute("SELECT FROM files WHERE id = '%s' FOR NO KEY UPDATE".formatted(file.id()));

            assertThat(files().removeUnused(NOW.plusSeconds(1), 10)).isZero();
            removal = Rival.start(() -> files().removeUnused(file.id()));
            removal.assertHeldBack();
            statement.execute(attaching(file.id(), room));
            message.commit();
        }

        assertThat(removal.result()).isFalse();
        assertThat(files().find(file.id())).isPresent();
    }

    @Test
    void nodes_share_the_shards_of_a_sweep() {
        // Later than in the contract.
        Instant begin = Instant.parse("2102-01-01T00:00:00Z");

        List<List<Integer>> taken = Race.of(
                4,
                _ -> IntStream.generate(() -> 0)
                        .mapToObj(_ -> contents().takeShard(begin, begin))
                        .takeWhile(OptionalInt::isPresent)
                        .map(OptionalInt::getAsInt)
                        .toList());

        assertThat(taken.stream().flatMap(List::stream))
                .hasSize(ContentId.SHARDS)
                .doesNotHaveDuplicates();
    }

    @Test
    void nodes_forget_the_same_contents_at_the_same_time() {
        List<ContentId> ids = IntStream.range(0, 200).mapToObj(_ -> begun()).toList();
        ids.forEach(contents()::release);

        Race.of(4, i -> {
            contents().forget(i % 2 == 0 ? ids : ids.reversed());
            return true;
        });

        assertThat(released()).isEmpty();
    }
}
