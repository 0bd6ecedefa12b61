package io.clubroom.bootstrap.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.file.CollectContents;
import io.clubroom.application.file.RemoveUnusedFiles;
import io.clubroom.application.file.SweepContents;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.FileId;
import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.NewContent;
import io.clubroom.domain.file.Sha256;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.file.Upload;
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
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FileHousekeepingTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final InMemoryTransactions transactions = new InMemoryTransactions();
    private final InMemoryUsers users = new InMemoryUsers(transactions);
    private final InMemoryContents contents = new InMemoryContents(transactions);
    private final InMemoryUploads uploads = new InMemoryUploads(transactions, users, contents);
    private final InMemoryFiles files = new InMemoryFiles(transactions, users, contents, uploads);
    private final WatchedStore store = new WatchedStore(new InMemoryContentStore(1_000_000));
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final FileMetrics metrics = new FileMetrics(meters, files, uploads);
    private final FileHousekeeping housekeeping = new FileHousekeeping(
            new CollectContents(contents, store, clock),
            new SweepContents(contents, store, clock),
            new RemoveUnusedFiles(files, uploads, clock),
            metrics,
            clock);
    private final User owner = UserFixture.user().build();

    @BeforeEach
    void register() {
        users.add(owner);
        clock.advance(Duration.ofSeconds(2));
    }

    private ContentId written() {
        ContentId id = ContentStoreContract.newId();
        try (NewContent content = store.create()) {
            content.write(ByteBuffer.wrap(new byte[100]));
            content.store(id);
        }
        return id;
    }

    private StoredFile stored() {
        ContentId content = written();
        contents.begin(content, clock.instant());
        StoredFile file = new StoredFile(
                new FileId(ContentStoreContract.newId().value()),
                owner.id(),
                new FileName("notes.txt"),
                new MediaType("text/plain"),
                100,
                new Sha256("0".repeat(64)),
                null,
                content,
                false,
                clock.instant());
        files.add(file);
        return file;
    }

    private double counted(String meter, String... tags) {
        return meters.get(meter).tags(tags).counter().count();
    }

    @Test
    void removes_everything_that_was_released_and_counts_it() {
        for (int i = 0; i < 201; i++) {
            stored();
        }
        users.remove(owner.id());

        housekeeping.collect();

        assertThat(store.all()).isEmpty();
        assertThat(counted("clubroom.contents.removed", "reason", "released")).isEqualTo(201);
    }

    @Test
    void a_store_that_is_away_is_used_again_when_it_is_back() {
        StoredFile removed = stored();
        files.removeUnused(removed.id());
        written();
        store.goAway();
        housekeeping.collect();
        housekeeping.sweep();
        assertThat(store.all()).hasSize(2);

        store.comeBack();
        housekeeping.sweep();
        housekeeping.collect();

        // The shard whose listing failed is compared in the next period.
        clock.advance(Duration.ofMinutes(10));
        housekeeping.sweep();
        assertThat(store.all()).isEmpty();
    }

    @Test
    void the_whole_store_is_compared_at_the_start_and_every_ten_minutes() {
        ContentId first = written();
        housekeeping.sweep();
        assertThat(store.all()).doesNotContain(first);
        ContentId second = written();
        clock.advance(Duration.ofMinutes(1));
        housekeeping.sweep();
        assertThat(store.all()).containsExactly(second);
        assertThat(counted("clubroom.files.sweeps")).isEqualTo(256);
        StoredFile broken = stored();
        store.remove(broken.content());

        clock.advance(Duration.ofMinutes(9));
        housekeeping.sweep();

        assertThat(store.all()).isEmpty();
        assertThat(files.find(broken.id())).isEmpty();
        assertThat(counted("clubroom.files.sweeps")).isEqualTo(512);
        assertThat(counted("clubroom.contents.removed", "reason", "unknown")).isEqualTo(2);
        assertThat(counted("clubroom.contents.missing")).isEqualTo(1);
    }

    @Test
    void removes_unused_files_after_a_day() {
        StoredFile file = stored();
        clock.advance(Duration.ofHours(25));

        housekeeping.removeUnused();

        assertThat(files.find(file.id())).isEmpty();
    }

    @Test
    void shows_the_bytes_of_files_and_the_unfinished_uploads() {
        stored();
        stored();
        uploads.add(new Upload(
                new FileId(ContentStoreContract.newId().value()),
                owner.id(),
                new FileName("film.mp4"),
                "",
                1000,
                0,
                0,
                false,
                clock.instant(),
                clock.instant().plus(Upload.LIFETIME)));

        metrics.refresh();

        assertThat(meters.get("clubroom.files").gauge().value()).isEqualTo(200);
        assertThat(meters.get("clubroom.uploads.active").gauge().value()).isEqualTo(1);
    }
}
