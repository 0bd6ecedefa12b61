package io.clubroom.testkit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.Upload;
import io.clubroom.domain.file.Uploads;
import io.clubroom.domain.file.Uploads.Part;
import io.clubroom.domain.user.UserId;
import io.clubroom.testkit.Race;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The contract of {@link Uploads}. */
public interface UploadsContract extends FilePorts {
    Instant LATER = NOW.plus(Duration.ofHours(30));

    @Test
    default void finds_an_upload_with_every_field() {
        Upload upload = storedUpload(owner(), 5_000_000_000L);

        assertThat(uploads().find(upload.id())).contains(upload);
        assertThat(uploads().parts(upload.id())).isEmpty();
        assertThat(uploads().find(FilePorts.newFileId())).isEmpty();
    }

    @Test
    default void an_upload_of_a_removed_user_is_not_stored() {
        UserId owner = owner();
        users().remove(owner);
        Upload upload = FilePorts.upload(owner, 10);

        assertThatCode(() -> uploads().add(upload)).doesNotThrowAnyException();

        assertThat(uploads().find(upload.id())).isEmpty();
    }

    @Test
    default void appends_parts_where_the_upload_ends() {
        Upload upload = storedUpload(owner(), 100);
        Part first = new Part(begun(), 0, 30);
        Part second = new Part(begun(), 30, 70);

        assertThat(uploads().append(upload.id(), first, LATER)).isTrue();
        assertThat(uploads().append(upload.id(), second, LATER.plusSeconds(1))).isTrue();

        assertThat(uploads().parts(upload.id())).containsExactly(first, second);
        assertThat(uploads().find(upload.id()))
                .contains(new Upload(
                        upload.id(),
                        upload.owner(),
                        upload.name(),
                        upload.metadata(),
                        100,
                        100,
                        2,
                        false,
                        upload.createdAt(),
                        LATER.plusSeconds(1)));
        assertThat(isInUse(first.content())).isTrue();
        assertThat(isInUse(second.content())).isTrue();
    }

    @Test
    default void a_part_that_begins_elsewhere_is_not_stored() {
        Upload upload = storedUpload(owner(), 100);
        append(upload.id(), 0, 30);
        ContentId content = begun();

        for (long offset : new long[] {0, 29, 31}) {
            assertThat(uploads().append(upload.id(), new Part(content, offset, 10), LATER))
                    .isFalse();
        }

        assertThat(uploads().parts(upload.id())).hasSize(1);
        assertThat(uploads().find(upload.id()).orElseThrow().received()).isEqualTo(30);
        assertThat(isInUse(content)).isFalse();
        contents().release(content);
        assertThat(released()).containsExactly(content);
    }

    @Test
    default void of_two_parts_at_the_same_offset_one_is_stored() {
        Upload upload = storedUpload(owner(), 100);
        append(upload.id(), 0, 30);
        List<Part> parts = List.of(new Part(begun(), 30, 10), new Part(begun(), 30, 20));

        List<Boolean> appended = Race.of(2, i -> uploads().append(upload.id(), parts.get(i), LATER));

        assertThat(appended).containsExactlyInAnyOrder(true, false);
        Part winner = parts.get(appended.indexOf(true));
        assertThat(uploads().parts(upload.id())).hasSize(2).contains(winner);
        assertThat(uploads().find(upload.id()).orElseThrow().received()).isEqualTo(30 + winner.length());
        assertThat(isInUse(parts.get(appended.indexOf(false)).content())).isFalse();
    }

    @Test
    default void a_part_whose_content_was_removed_is_not_stored() {
        Upload upload = storedUpload(owner(), 100);
        ContentId content = begun();
        contents().release(content);

        assertThatThrownBy(() -> uploads().append(upload.id(), new Part(content, 0, 10), LATER))
                .isInstanceOf(IllegalStateException.class);

        assertThat(uploads().find(upload.id())).contains(upload);
        assertThat(uploads().parts(upload.id())).isEmpty();
        assertThat(released()).containsExactly(content);
    }

    @Test
    default void is_finished_once_and_releases_its_parts() {
        Upload upload = storedUpload(owner(), 100);
        ContentId first = append(upload.id(), 0, 60).content();
        ContentId second = append(upload.id(), 60, 40).content();
        Upload other = storedUpload(upload.owner(), 100);
        ContentId bystander = append(other.id(), 0, 10).content();
        assertThat(uploads().countUnfinished()).isEqualTo(2);

        List<Boolean> finished = Race.of(2, _ -> uploads().finish(upload.id()));

        assertThat(finished).containsExactlyInAnyOrder(true, false);
        Upload found = uploads().find(upload.id()).orElseThrow();
        assertThat(found.finished()).isTrue();
        assertThat(found.received()).isEqualTo(100);
        assertThat(uploads().parts(upload.id())).isEmpty();
        assertThat(released()).containsExactlyInAnyOrder(first, second);
        assertThat(isInUse(bystander)).isTrue();
        assertThat(uploads().countUnfinished()).isEqualTo(1);
    }

    @Test
    default void takes_no_parts_when_it_is_finished_or_removed() {
        Upload finished = storedUpload(owner(), 100);
        uploads().finish(finished.id());
        Upload removed = storedUpload(owner(), 100);
        uploads().remove(removed.id());

        for (Upload upload : List.of(finished, removed)) {
            ContentId content = begun();
            assertThat(uploads().append(upload.id(), new Part(content, 0, 10), LATER))
                    .isFalse();
            assertThat(isInUse(content)).isFalse();
        }
        assertThat(uploads().finish(removed.id())).isFalse();
    }

    @Test
    default void a_removed_upload_releases_its_parts() {
        Upload upload = storedUpload(owner(), 100);
        ContentId part = append(upload.id(), 0, 60).content();

        assertThat(uploads().remove(upload.id())).isTrue();

        assertThat(uploads().remove(upload.id())).isFalse();
        assertThat(uploads().find(upload.id())).isEmpty();
        assertThat(released()).containsExactly(part);
    }

    @Test
    default void a_removed_user_releases_the_parts_of_all_uploads() {
        UserId owner = owner();
        Upload upload = storedUpload(owner, 100);
        ContentId part = append(upload.id(), 0, 60).content();
        Upload other = storedUpload(owner(), 100);

        users().remove(owner);

        assertThat(uploads().find(upload.id())).isEmpty();
        assertThat(released()).containsExactly(part);
        assertThat(uploads().find(other.id())).contains(other);
    }

    @Test
    default void removes_a_number_of_uploads_that_have_expired() {
        UserId owner = owner();
        Upload first = storedUpload(owner, 100);
        Upload second = storedUpload(owner, 100);
        uploads().finish(second.id());
        Upload continued = storedUpload(owner, 100);
        append(continued.id(), 0, 10);
        Instant before = first.expiresAt();

        assertThat(uploads().removeExpired(before, 10)).isZero();
        assertThat(uploads().removeExpired(before.plus(1, ChronoUnit.MICROS), 1))
                .isEqualTo(1);
        assertThat(uploads().removeExpired(before.plus(1, ChronoUnit.MICROS), 10))
                .isEqualTo(1);

        assertThat(uploads().find(first.id())).isEmpty();
        assertThat(uploads().find(second.id())).isEmpty();
        assertThat(uploads().find(continued.id())).isPresent();
    }

    @Test
    default void a_rollback_undoes_every_change_of_an_upload() {
        Upload upload = storedUpload(owner(), 100);
        Part part = append(upload.id(), 0, 60);
        Upload before = uploads().find(upload.id()).orElseThrow();
        ContentId content = begun();
        RuntimeException failure = new IllegalArgumentException("on purpose");

        assertThatThrownBy(() -> transactions().call(() -> {
                    uploads().append(upload.id(), new Part(content, 60, 40), LATER);
                    uploads().finish(upload.id());
                    uploads().remove(upload.id());
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(uploads().find(upload.id())).contains(before);
        assertThat(uploads().parts(upload.id())).containsExactly(part);
        assertThat(isInUse(content)).isFalse();
    }
}
