package io.clubroom.testkit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.Files;
import io.clubroom.domain.file.Files.Position;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.Sha256;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.file.Thumbnails;
import io.clubroom.domain.file.Thumbnails.Thumbnail;
import io.clubroom.domain.file.Upload;
import io.clubroom.domain.user.UserId;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.Rival;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** The contract of {@link Files} and {@link Thumbnails}, apart from the messages that files are attached to. */
public interface FilesContract extends FilePorts {
    MediaType WEBP = new MediaType("image/webp");

    @Test
    default void finds_a_file_with_every_field() {
        StoredFile file = stored(owner());

        assertThat(files().find(file.id())).contains(file);
        assertThat(files().find(FilePorts.newFileId())).isEmpty();
        assertThat(isInUse(file.content())).isTrue();
    }

    @Test
    default void finds_a_file_that_is_no_picture() {
        StoredFile file = new StoredFile(
                FilePorts.newFileId(),
                owner(),
                new FileName("file"),
                MediaType.OCTETS,
                0,
                new Sha256("f".repeat(64)),
                null,
                begun(),
                false,
                NOW);
        files().add(file);

        assertThat(files().find(file.id())).contains(file);
    }

    @Test
    default void a_file_of_a_removed_user_is_not_stored_and_its_content_can_be_released() {
        UserId owner = owner();
        users().remove(owner);
        StoredFile file = file(owner, 10, NOW);

        assertThat(files().add(file)).isFalse();

        assertThat(files().find(file.id())).isEmpty();
        assertThat(isInUse(file.content())).isFalse();
        contents().release(file.content());
        assertThat(released()).containsExactly(file.content());
    }

    @Test
    default void of_two_files_with_the_same_id_one_is_stored() {
        UserId owner = owner();
        StoredFile first = file(owner, 10, NOW);
        ContentId otherContent = begun();
        StoredFile second = new StoredFile(
                first.id(),
                owner,
                new FileName("other"),
                WEBP,
                20,
                first.sha256(),
                null,
                otherContent,
                false,
                NOW.plusSeconds(1));
        List<StoredFile> files = List.of(first, second);

        List<Boolean> added = Race.of(2, i -> files().add(files.get(i)));

        assertThat(added).containsExactlyInAnyOrder(true, false);
        StoredFile winner = files.get(added.indexOf(true));
        StoredFile loser = files.get(added.indexOf(false));
        assertThat(files().find(first.id())).contains(winner);
        assertThat(isInUse(winner.content())).isTrue();
        assertThat(isInUse(loser.content())).isFalse();
    }

    @Test
    default void a_file_that_is_added_once_more_keeps_its_content() {
        StoredFile file = stored(owner());

        assertThat(files().add(file)).isFalse();

        assertThat(isInUse(file.content())).isTrue();
    }

    @Test
    default void a_file_whose_content_was_removed_is_not_stored() {
        UserId owner = owner();
        StoredFile released = file(owner, 10, NOW);
        contents().release(released.content());
        StoredFile forgotten = file(owner, 10, NOW);
        contents().release(forgotten.content());
        contents().forget(List.of(forgotten.content()));

        for (StoredFile file : List.of(released, forgotten)) {
            assertThatThrownBy(() -> files().add(file)).isInstanceOf(IllegalStateException.class);
            assertThat(files().find(file.id())).isEmpty();
        }
        assertThat(released()).containsExactly(released.content());
    }

    @Test
    default void lists_a_users_files_in_pages_the_newest_first() {
        UserId owner = owner();
        stored(owner());
        List<StoredFile> all = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            // Two at a time.
            all.add(stored(owner, 1, NOW.plus(i / 2, ChronoUnit.MICROS)));
        }

        List<StoredFile> listed = new ArrayList<>();
        Position after = null;
        for (int page = 0; page < 3; page++) {
            List<StoredFile> files = files().list(owner, after, 2);
            assertThat(files).hasSize(2);
            listed.addAll(files);
            after = new Position(files.getLast().createdAt(), files.getLast().id());
        }

        assertThat(files().list(owner, after, 2)).isEmpty();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(all);
        assertThat(listed).isSortedAccordingTo((one, other) -> other.createdAt().compareTo(one.createdAt()));
        assertThat(files().list(owner, null, 100)).containsExactlyElementsOf(listed);
        assertThat(files().count(owner)).isEqualTo(6);
    }

    @Test
    default void the_usage_is_what_files_take_and_unfinished_uploads_declare() {
        UserId owner = owner();
        assertThat(files().usage(owner, NOW)).isZero();
        stored(owner, 3_000_000_000L, NOW);
        StoredFile removed = stored(owner, 4, NOW);
        Upload upload = storedUpload(owner, 5_000_000_000L);
        append(upload.id(), 0, 100);
        Upload finished = storedUpload(owner, 70);
        uploads().finish(finished.id());
        UserId other = owner();
        stored(other, 1, NOW);
        storedUpload(other, 1);

        assertThat(files().usage(owner, NOW)).isEqualTo(8_000_000_004L);
        files().removeUnused(removed.id());
        Instant expiresAt = uploads().find(upload.id()).orElseThrow().expiresAt();
        assertThat(files().usage(owner, expiresAt.minusSeconds(1))).isEqualTo(8_000_000_000L);
        assertThat(files().usage(owner, expiresAt)).isEqualTo(3_000_000_000L);
        uploads().remove(upload.id());
        assertThat(files().usage(owner, NOW)).isEqualTo(3_000_000_000L);
        assertThat(files().totalBytes()).isEqualTo(3_000_000_001L);
    }

    @Test
    default void a_removed_file_and_its_thumbnails_release_their_contents() {
        UserId owner = owner();
        StoredFile file = stored(owner);
        ContentId small = thumbnail(file, 64);
        ContentId large = thumbnail(file, 256);
        StoredFile bystander = stored(owner);
        ContentId ofBystander = thumbnail(bystander, 64);

        assertThat(files().removeUnused(file.id())).isTrue();

        assertThat(files().removeUnused(file.id())).isFalse();
        assertThat(files().find(file.id())).isEmpty();
        assertThat(thumbnails().find(file.id(), 64)).isEmpty();
        assertThat(released()).containsExactlyInAnyOrder(file.content(), small, large);
        assertThat(isInUse(bystander.content())).isTrue();
        assertThat(isInUse(ofBystander)).isTrue();
    }

    @Test
    default void a_removed_user_releases_the_contents_of_all_files() {
        UserId owner = owner();
        StoredFile file = stored(owner);
        ContentId thumbnail = thumbnail(file, 64);
        StoredFile other = stored(owner);
        StoredFile bystander = stored(owner());

        users().remove(owner);

        assertThat(files().find(file.id())).isEmpty();
        assertThat(files().count(owner)).isZero();
        assertThat(files().usage(owner, NOW)).isZero();
        assertThat(released()).containsExactlyInAnyOrder(file.content(), thumbnail, other.content());
        assertThat(files().find(bystander.id())).contains(bystander);
    }

    @Test
    default void removes_a_number_of_files_that_are_older_than_a_time() {
        UserId owner = owner();
        StoredFile first = stored(owner, 1, NOW);
        StoredFile second = stored(owner, 1, NOW);
        StoredFile then = stored(owner, 1, NOW.plus(1, ChronoUnit.MICROS));

        assertThat(files().removeUnused(then.createdAt(), 1)).isEqualTo(1);
        assertThat(files().count(owner)).isEqualTo(2);
        assertThat(files().removeUnused(then.createdAt(), 10)).isEqualTo(1);
        assertThat(files().removeUnused(then.createdAt(), 10)).isZero();

        assertThat(files().list(owner, null, 10)).containsExactly(then);
        assertThat(released()).containsExactlyInAnyOrder(first.content(), second.content());
    }

    private ContentId thumbnail(StoredFile file, int size) {
        ContentId content = begun();
        assertThat(thumbnails().add(file.id(), size, new Thumbnail(content, WEBP)))
                .isTrue();
        return content;
    }

    @Test
    default void finds_thumbnails_by_their_size() {
        StoredFile file = stored(owner());
        ContentId content = thumbnail(file, 64);

        assertThat(thumbnails().find(file.id(), 64)).contains(new Thumbnail(content, WEBP));
        assertThat(thumbnails().find(file.id(), 256)).isEmpty();
        assertThat(isInUse(content)).isTrue();
    }

    @Test
    default void of_two_thumbnails_of_the_same_size_one_is_stored() {
        StoredFile file = stored(owner());
        List<ContentId> contents = List.of(begun(), begun());

        List<Boolean> added = Race.of(2, i -> thumbnails().add(file.id(), 64, new Thumbnail(contents.get(i), WEBP)));

        assertThat(added).containsExactlyInAnyOrder(true, false);
        ContentId winner = contents.get(added.indexOf(true));
        assertThat(thumbnails().find(file.id(), 64)).contains(new Thumbnail(winner, WEBP));
        assertThat(isInUse(winner)).isTrue();
        assertThat(isInUse(contents.get(added.indexOf(false)))).isFalse();
    }

    @Test
    default void a_thumbnail_of_a_removed_file_is_not_stored() {
        StoredFile file = stored(owner());
        files().removeUnused(file.id());
        ContentId content = begun();

        assertThat(thumbnails().add(file.id(), 64, new Thumbnail(content, WEBP)))
                .isFalse();

        assertThat(isInUse(content)).isFalse();
    }

    @Test
    default void a_user_is_removed_before_or_after_a_file_is_added() {
        UserId owner = owner();
        StoredFile file = file(owner, 10, NOW);
        AtomicReference<Rival<Boolean>> removal = new AtomicReference<>();

        transactions().call(() -> {
            files().add(file);
            removal.set(Rival.start(() -> {
                users().remove(owner);
                return true;
            }));
            removal.get().assertHeldBack();
            return true;
        });

        assertThat(removal.get().result()).isTrue();
        assertThat(files().find(file.id())).isEmpty();
        assertThat(released()).containsExactly(file.content());
    }
}
