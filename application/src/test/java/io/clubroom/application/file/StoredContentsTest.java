package io.clubroom.application.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.Dimensions;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.NewContent;
import io.clubroom.domain.file.Sha256;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.file.Upload;
import io.clubroom.domain.file.Uploads.Part;
import io.clubroom.domain.user.User;
import io.clubroom.memory.InMemoryTransactions;
import io.clubroom.memory.file.InMemoryContentStore;
import io.clubroom.memory.file.InMemoryContents;
import io.clubroom.memory.file.InMemoryFiles;
import io.clubroom.memory.file.InMemoryUploads;
import io.clubroom.memory.user.InMemoryUsers;
import io.clubroom.testkit.TestClock;
import io.clubroom.testkit.file.ContentStoreContract;
import io.clubroom.testkit.file.WatchedStore;
import io.clubroom.testkit.user.UserFixture;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What keeps the store and what is known of it together: {@link CollectContents}, {@link SweepContents}, {@link RemoveUnusedFiles}. */
class StoredContentsTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final TestClock clock = new TestClock(START);
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryContents contents = new InMemoryContents(transactions);
    private final InMemoryUploads uploads = new InMemoryUploads(transactions, users, contents);
    private final InMemoryFiles files = new InMemoryFiles(transactions, users, contents, uploads);
    private final WatchedStore store = new WatchedStore(new InMemoryContentStore(1_000_000));
    private final CollectContents collectContents = new CollectContents(contents, store, clock);
    private final SweepContents sweepContents = new SweepContents(contents, store, clock);
    private final RemoveUnusedFiles removeUnusedFiles = new RemoveUnusedFiles(files, uploads, clock);
    private final User owner = UserFixture.user().build();

    @BeforeEach
    void register() {
        users.add(owner);
    }

    private ContentId begun() {
        ContentId id = ContentStoreContract.newId();
        contents.begin(id, clock.instant());
        return id;
    }

    private void write(ContentId id) {
        try (NewContent content = store.create()) {
            content.write(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            content.store(id);
        }
    }

    private StoredFile add(ContentId content) {
        StoredFile file = new StoredFile(
                new FileId(ContentStoreContract.newId().value()),
                owner.id(),
                new FileName("picture.png"),
                new MediaType("image/png"),
                3,
                new Sha256("0".repeat(64)),
                new Dimensions(1, 1),
                content,
                false,
                clock.instant());
        files.add(file);
        return file;
    }

    private StoredFile stored() {
        return stored(ContentStoreContract.newId());
    }

    private StoredFile stored(ContentId content) {
        contents.begin(content, clock.instant());
        write(content);
        return add(content);
    }

    private int collectAll() {
        int collected = 0;
        CollectContents.Result result;
        do {
            result = collectContents.collect();
            collected += result.contents();
        } while (!result.isComplete());
        return collected;
    }

    @Test
    void what_was_deleted_leaves_the_store() {
        StoredFile kept = stored();
        StoredFile removed = stored();
        files.removeUnused(removed.id());

        assertThat(collectContents.collect()).isEqualTo(new CollectContents.Result(1, true));

        assertThat(store.all()).containsExactly(kept.content());
        assertThat(contents.known(List.of(removed.content(), kept.content()))).containsExactly(kept.content());
        assertThat(collectContents.collect()).isEqualTo(new CollectContents.Result(0, true));
    }

    @Test
    void any_number_of_contents_leaves_the_store_in_steps() {
        for (int i = 0; i < 250; i++) {
            stored();
        }
        users.remove(owner.id());

        assertThat(collectContents.collect()).isEqualTo(new CollectContents.Result(100, false));
        assertThat(collectAll()).isEqualTo(150);
        assertThat(store.all()).isEmpty();
    }

    @Test
    void a_content_that_was_begun_and_not_used_leaves_the_store_after_an_hour() {
        ContentId abandoned = begun();
        write(abandoned);
        clock.advance(Duration.ofHours(1));
        assertThat(collectAll()).isZero();
        ContentId slow = begun();
        write(slow);

        clock.advance(Duration.ofMillis(1));
        assertThat(collectAll()).isEqualTo(1);

        assertThat(store.all()).containsExactly(slow);
        assertThatThrownBy(() -> add(abandoned)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_store_that_is_away_changes_nothing() {
        StoredFile kept = stored();
        List<ContentId> removed = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            StoredFile file = stored();
            removed.add(file.content());
            files.removeUnused(file.id());
        }
        store.goAwayAfterRemovals(1);

        assertThatThrownBy(collectContents::collect).isInstanceOf(Unavailable.class);
        assertThat(contents.known(removed)).hasSize(3);
        assertThatThrownBy(() -> sweepContents.sweep(START.plusSeconds(1))).isInstanceOf(Unavailable.class);
        assertThat(files.find(kept.id())).isPresent();

        store.comeBack();
        assertThat(collectAll()).isEqualTo(3);
        assertThat(store.all()).containsExactly(kept.content());
    }

    @Test
    void a_sweep_removes_contents_that_nothing_knows() {
        StoredFile kept = stored();
        ContentId begun = begun();
        write(begun);
        ContentId unknown = ContentStoreContract.newId();
        write(unknown);

        assertThat(sweepContents.sweep(START.plusSeconds(1)))
                .isEqualTo(new SweepContents.Result(ContentId.SHARDS, 1, 0));

        assertThat(store.all()).containsExactlyInAnyOrder(kept.content(), begun);
        assertThat(files.find(kept.id())).contains(kept);
    }

    @Test
    void a_sweep_removes_what_refers_to_missing_contents() {
        StoredFile kept = stored();
        StoredFile broken = stored();
        store.remove(broken.content());
        Upload upload = new Upload(
                new FileId(ContentStoreContract.newId().value()),
                owner.id(),
                new FileName("film.mp4"),
                "",
                10,
                0,
                0,
                false,
                START,
                START.plus(Upload.LIFETIME));
        uploads.add(upload);
        uploads.append(upload.id(), new Part(begun(), 0, 3), upload.expiresAt());

        assertThat(sweepContents.sweep(START.plusSeconds(1)).missing()).isEqualTo(2);

        assertThat(files.find(broken.id())).isEmpty();
        assertThat(uploads.find(upload.id())).isEmpty();
        assertThat(files.find(kept.id())).contains(kept);
        assertThat(collectAll()).isEqualTo(2);
    }

    @Test
    void a_sweep_spares_what_is_being_written_when_the_store_is_listed() {
        List<StoredFile> added = new ArrayList<>();
        List<ContentId> begun = new ArrayList<>();
        store.whenListed(
                () -> {
                    added.add(stored());
                    ContentId id = begun();
                    write(id);
                    begun.add(id);
                },
                () -> {
                    added.add(stored());
                    files.removeUnused(stored().id());
                    collectContents.collect();
                });

        assertThat(sweepContents.sweep(START.plusSeconds(1)))
                .isEqualTo(new SweepContents.Result(ContentId.SHARDS, 0, 0));

        assertThat(added)
                .hasSize(2 * ContentId.SHARDS)
                .allMatch(file -> files.find(file.id()).isPresent());
        assertThat(store.all()).containsAll(begun);
    }

    @Test
    void what_is_deleted_while_the_store_is_listed_is_neither_missing_nor_unknown() {
        // Both in the part of the store that is listed first.
        StoredFile before = stored(new ContentId(new UUID(1, 0)));
        StoredFile after = stored(new ContentId(new UUID(2, 0)));
        store.whenListed(
                () -> {
                    files.removeUnused(before.id());
                    collectContents.collect();
                },
                () -> {
                    files.removeUnused(after.id());
                    collectContents.collect();
                });

        assertThat(sweepContents.sweep(START.plusSeconds(1)))
                .isEqualTo(new SweepContents.Result(ContentId.SHARDS, 0, 0));
    }

    @Test
    void a_part_of_the_store_is_compared_once_in_a_period() {
        assertThat(sweepContents.sweep(START.plusSeconds(1)).shards()).isEqualTo(ContentId.SHARDS);
        assertThat(sweepContents.sweep(START).shards()).isZero();
        clock.advance(Duration.ofMinutes(10));
        assertThat(sweepContents.sweep(START.plusSeconds(1)).shards()).isEqualTo(ContentId.SHARDS);
    }

    @Test
    void files_that_are_attached_to_nothing_and_uploads_that_are_not_continued_go_after_a_day() {
        StoredFile file = stored();
        Upload upload = new Upload(
                new FileId(ContentStoreContract.newId().value()),
                owner.id(),
                new FileName("film.mp4"),
                "",
                10,
                0,
                0,
                false,
                START,
                START.plus(Upload.LIFETIME));
        uploads.add(upload);
        clock.advance(Duration.ofHours(24));
        StoredFile later = stored();
        removeUnusedFiles.remove();
        assertThat(files.find(file.id())).isPresent();
        assertThat(uploads.find(upload.id())).isPresent();

        clock.advance(Duration.ofMillis(1));
        removeUnusedFiles.remove();

        assertThat(files.find(file.id())).isEmpty();
        assertThat(uploads.find(upload.id())).isEmpty();
        assertThat(files.find(later.id())).isPresent();
        assertThat(collectAll()).isEqualTo(1);
    }
}
