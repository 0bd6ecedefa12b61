package io.clubroom.persistence.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.chat.Room;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.Files.Position;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.user.User;
import io.clubroom.persistence.DatabaseUrl;
import io.clubroom.persistence.Node;
import io.clubroom.persistence.Sql;
import io.clubroom.persistence.TestDatabase;
import io.clubroom.testkit.chat.RoomsContract;
import io.clubroom.testkit.user.UserFixture;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The statements on files with many of them; none reads a whole table. */
class FileIndexesTest {
    private static final int FILES = 20_000;
    private static final Instant LONG_AGO = Instant.parse("2000-01-01T00:00:00Z");

    private static DatabaseUrl database;
    private static Node node;
    private static User owner;

    @BeforeAll
    static void store_many_files() throws Exception {
        database = TestDatabase.migrated();
        node = Node.on(database, 1);
        owner = UserFixture.user().build();
        User others = UserFixture.user().build();
        node.users().add(owner);
        node.users().add(others);
        Room room = RoomsContract.newRoom();
        node.rooms().add(room);
        Sql.execute(
                database,
                """
                INSERT INTO contents (id, state, changed_at)
                SELECT md5('content' || i)::uuid, 'used', now() FROM generate_series(1, %d) AS i\
                """.formatted(FILES),
                """
                INSERT INTO files (id, user_id, name, media_type, size, sha256, content_id, created_at, message_id, room_id, place)
                SELECT md5('file' || i)::uuid, CASE WHEN i %% 200 = 0 THEN '%s'::uuid ELSE '%s'::uuid END, 'name', 'image/png', i,
                       '\\x00', md5('content' || i)::uuid, now() - i * interval '1 second', gen_random_uuid(), '%s', 0
                FROM generate_series(1, %d) AS i\
                """.formatted(owner.id(), others.id(), room.id(), FILES),
                """
                INSERT INTO uploads (id, user_id, name, metadata, length, received, parts, finished, created_at, expires_at)
                SELECT md5('upload' || i)::uuid, CASE WHEN i %% 100 = 0 THEN '%s'::uuid ELSE '%s'::uuid END, 'name', '', 1, 1, 1, i %% 2 = 0,
                       now(), now() + interval '1 day'
                FROM generate_series(1, 10000) AS i\
                """.formatted(owner.id(), others.id()),
                """
                INSERT INTO upload_parts (upload_id, start, length, content_id)
                SELECT md5('upload' || i)::uuid, 0, 1, md5('content' || i)::uuid FROM generate_series(1, 10000) AS i\
                """,
                """
                INSERT INTO thumbnails (file_id, size, media_type, content_id)
                SELECT md5('file' || i)::uuid, 64, 'image/webp', md5('content' || i)::uuid FROM generate_series(1, 10000) AS i\
                """,
                """
                INSERT INTO avatars (user_id, size, content_id)
                SELECT '%s', i, md5('content' || i)::uuid FROM generate_series(1, 10000) AS i\
                """.formatted(others.id()),
                "ANALYZE contents, files, uploads, upload_parts, thumbnails, avatars");
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    /** Runs the work in a transaction, where the statistics are those of its own statements. */
    private static void assertReadsNoWholeTable(Runnable work) {
        String reads = node.transactions().call(() -> {
            work.run();
            return node.value("""
                SELECT coalesce(string_agg(relname, ' '), '') FROM pg_stat_xact_user_tables
                WHERE relname IN ('contents', 'files', 'uploads', 'upload_parts', 'thumbnails', 'avatars') AND seq_scan > 0\
                """);
        });

        assertThat(reads).isEmpty();
    }

    private static List<ContentId> someContents() {
        try {
            return Sql.column(database, "SELECT id FROM contents LIMIT 3").stream()
                    .map(id -> new ContentId(UUID.fromString(id)))
                    .toList();
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void pages_of_a_users_files_are_read_by_an_index() {
        assertReadsNoWholeTable(() -> {
            List<StoredFile> first = node.files().list(owner.id(), null, 20);
            assertThat(first).hasSize(20);
            StoredFile last = first.getLast();
            assertThat(node.files().list(owner.id(), new Position(last.createdAt(), last.id()), 100))
                    .hasSize(80);
            assertThat(node.files().count(owner.id())).isEqualTo(100);
        });
    }

    @Test
    void the_usage_is_computed_from_an_index() {
        long sum =
                IntStream.rangeClosed(1, FILES / 200).mapToLong(i -> i * 200L).sum();

        assertReadsNoWholeTable(
                () -> assertThat(node.files().usage(owner.id(), LONG_AGO)).isEqualTo(sum));
    }

    @Test
    void what_was_removed_is_found_by_an_index() {
        assertReadsNoWholeTable(() -> {
            ContentId released = new ContentId(UUID.randomUUID());
            node.contents().begin(released, Instant.now());
            node.contents().release(released);
            ContentId abandoned = new ContentId(UUID.randomUUID());
            node.contents().begin(abandoned, LONG_AGO);
            assertThat(node.contents().removed(LONG_AGO.plusSeconds(1), 10)).containsExactly(abandoned, released);
            node.contents().forget(List.of(abandoned, released));
        });
    }

    @Test
    void contents_are_looked_up_by_indexes() {
        List<ContentId> ids = someContents();

        assertReadsNoWholeTable(() -> {
            assertThat(node.contents().known(Set.copyOf(ids))).hasSize(3);
            assertThat(node.contents().inUse(7)).hasSizeBetween(40, 120);
        });
    }

    @Test
    void what_refers_to_contents_is_found_by_indexes() {
        List<ContentId> missing = List.of(new ContentId(UUID.randomUUID()));

        assertReadsNoWholeTable(() -> node.contents().removeUsersOf(missing));
    }

    @Test
    void what_is_removed_is_found_by_indexes() {
        assertReadsNoWholeTable(() -> {
            assertThat(node.files().removeUnused(LONG_AGO, 1000)).isZero();
            assertThat(node.uploads().removeExpired(LONG_AGO, 5)).isZero();
            assertThat(node.uploads().remove(new FileId(UUID.randomUUID()))).isFalse();
            node.users().remove(UserFixture.user().build().id());
        });
    }
}
