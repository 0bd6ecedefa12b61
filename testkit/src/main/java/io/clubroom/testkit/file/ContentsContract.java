package io.clubroom.testkit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.Contents;
import io.clubroom.domain.file.MediaType;
import io.clubroom.domain.file.StoredFile;
import io.clubroom.domain.file.Thumbnails.Thumbnail;
import io.clubroom.domain.file.Upload;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The contract of {@link Contents}. */
public interface ContentsContract extends FilePorts {
    @Test
    default void a_content_is_known_from_its_begin_until_it_is_forgotten() {
        ContentId unknown = ContentStoreContract.newId();
        ContentId begun = begun();
        ContentId used = stored(owner()).content();
        ContentId released = begun();
        contents().release(released);

        assertThat(contents().known(Set.of(unknown, begun, used, released)))
                .containsExactlyInAnyOrder(begun, used, released);
        assertThat(contents().known(Set.of())).isEmpty();

        contents().forget(List.of(released, unknown));

        assertThat(contents().known(Set.of(begun, used, released))).containsExactlyInAnyOrder(begun, used);
        assertThat(released()).isEmpty();
    }

    @Test
    default void forgets_only_what_was_released() {
        ContentId begun = begun();
        ContentId used = stored(owner()).content();

        contents().forget(List.of(begun, used));

        assertThat(contents().known(Set.of(begun, used))).containsExactlyInAnyOrder(begun, used);
    }

    @Test
    default void a_content_in_use_is_not_released() {
        StoredFile file = stored(owner());

        contents().release(file.content());

        assertThat(isInUse(file.content())).isTrue();
        assertThat(released()).isEmpty();
    }

    @Test
    default void lists_what_was_released_first() {
        List<ContentId> ids = List.of(begun(), begun(), begun());
        ids.reversed().forEach(contents()::release);

        assertThat(contents().removed(Instant.EPOCH, 2)).containsExactly(ids.get(2), ids.get(1));
        assertThat(released()).containsExactlyElementsOf(ids.reversed());
    }

    @Test
    default void a_content_that_was_begun_before_a_time_and_never_used_can_be_used_no_more() {
        UserId owner = owner();
        StoredFile late = file(owner, 10, NOW);
        StoredFile used = stored(owner);

        assertThat(contents().removed(NOW, 10)).isEmpty();
        assertThat(contents().removed(NOW.plus(1, ChronoUnit.MICROS), 10)).containsExactly(late.content());

        assertThatThrownBy(() -> files().add(late)).isInstanceOf(IllegalStateException.class);
        assertThat(files().find(late.id())).isEmpty();
        assertThat(released()).containsExactly(late.content());
        assertThat(isInUse(used.content())).isTrue();
    }

    @Test
    default void lists_the_contents_in_use_of_a_shard() {
        StoredFile file = stored(owner());
        ContentId begun = ContentStoreContract.newId(file.content().shard());
        contents().begin(begun, NOW);
        int otherShard = (file.content().shard() + 1) % ContentId.SHARDS;

        assertThat(contents().inUse(file.content().shard())).containsExactly(file.content());
        assertThat(contents().inUse(otherShard)).isEmpty();
    }

    @Test
    default void finds_the_contents_of_the_first_and_of_the_last_shard() {
        UserId owner = owner();
        for (int shard : new int[] {0, 127, 128, ContentId.SHARDS - 1}) {
            ContentId id = ContentStoreContract.newId(shard);
            contents().begin(id, NOW);
            avatars().set(owner, Map.of(64, id));

            assertThat(contents().inUse(shard)).containsExactly(id);
        }
    }

    @Test
    default void removes_what_refers_to_missing_contents_and_nothing_else() {
        UserId owner = owner();
        StoredFile kept = stored(owner);
        StoredFile file = stored(owner);
        ContentId thumbnail = begun();
        thumbnails().add(kept.id(), 64, new Thumbnail(thumbnail, new MediaType("image/webp")));
        Upload upload = storedUpload(owner, 20);
        ContentId part = append(upload.id(), 0, 10).content();
        ContentId otherPart = append(upload.id(), 10, 5).content();
        Upload keptUpload = storedUpload(owner, 20);
        ContentId keptPart = append(keptUpload.id(), 0, 10).content();
        ContentId avatar = begun();
        ContentId avatarOfAnotherSize = begun();
        avatars().set(owner, Map.of(64, avatar, 256, avatarOfAnotherSize));
        UserId other = owner();
        ContentId avatarOfAnother = begun();
        avatars().set(other, Map.of(64, avatarOfAnother));

        contents().removeUsersOf(List.of(file.content(), thumbnail, otherPart, avatar));

        assertThat(files().find(file.id())).isEmpty();
        assertThat(files().find(kept.id())).contains(kept);
        assertThat(thumbnails().find(kept.id(), 64)).isEmpty();
        assertThat(uploads().find(upload.id())).isEmpty();
        assertThat(uploads().parts(keptUpload.id())).hasSize(1);
        assertThat(avatars().find(owner, 256)).isEmpty();
        assertThat(avatars().find(other, 64)).contains(avatarOfAnother);
        assertThat(released())
                .containsExactlyInAnyOrder(file.content(), thumbnail, part, otherPart, avatar, avatarOfAnotherSize);
        assertThat(isInUse(keptPart)).isTrue();
    }

    @Test
    default void a_user_whose_picture_is_missing_has_none_at_another_version() {
        User user = UserFixture.complete().build();
        users().add(user);
        ContentId content = begun();
        avatars().set(user.id(), Map.of(64, content));
        User bystander = UserFixture.user()
                .avatar("0c9b2f1d-3d2c-4b6b-9c3f-7d2c5cc18a11")
                .build();
        users().add(bystander);

        contents().removeUsersOf(List.of(content));

        assertThat(users().find(user.id())).contains(user.withAvatar(null, user.updatedAt()));
        assertThat(users().find(bystander.id())).contains(bystander);
    }

    @Test
    default void each_shard_is_taken_once_in_a_period() {
        // Later than in other tests, because when shards were taken stays in a store.
        Instant begin = Instant.parse("2101-01-01T00:00:00Z");
        Set<Integer> taken = new TreeSet<>();
        OptionalInt shard = contents().takeShard(begin, begin);
        while (shard.isPresent()) {
            assertThat(taken.add(shard.getAsInt())).isTrue();
            shard = contents().takeShard(begin, begin);
        }

        assertThat(taken).hasSize(ContentId.SHARDS).contains(0, ContentId.SHARDS - 1);
        assertThat(contents().takeShard(begin.plusSeconds(1), begin.plusSeconds(1)))
                .isPresent();
    }

    @Test
    default void a_rollback_undoes_every_change_of_a_content() {
        UserId owner = owner();
        StoredFile file = stored(owner);
        StoredFile added = file(owner, 10, NOW);
        RuntimeException failure = new IllegalArgumentException("on purpose");

        assertThatThrownBy(() -> transactions().call(() -> {
                    files().add(added);
                    files().removeUnused(file.id());
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(isInUse(file.content())).isTrue();
        assertThat(isInUse(added.content())).isFalse();
        assertThat(contents().removed(NOW.plusSeconds(1), 10)).containsExactly(added.content());
    }
}
