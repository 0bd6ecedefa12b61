package io.clubroom.testkit.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.file.Avatars;
import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.user.UserId;
import io.clubroom.testkit.Race;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The contract of {@link Avatars}. */
public interface AvatarsContract extends FilePorts {
    @Test
    default void finds_a_picture_by_its_size() {
        UserId user = owner();
        ContentId small = begun();
        ContentId large = begun();

        avatars().set(user, Map.of(64, small, 512, large));

        assertThat(avatars().find(user, 64)).contains(small);
        assertThat(avatars().find(user, 512)).contains(large);
        assertThat(avatars().find(user, 256)).isEmpty();
        assertThat(avatars().find(owner(), 64)).isEmpty();
        assertThat(isInUse(small)).isTrue();
    }

    @Test
    default void a_picture_that_is_replaced_or_removed_releases_its_contents() {
        UserId user = owner();
        ContentId first = begun();
        ContentId second = begun();
        avatars().set(user, Map.of(64, first, 256, second));
        ContentId third = begun();

        avatars().set(user, Map.of(64, third));

        assertThat(avatars().find(user, 64)).contains(third);
        assertThat(avatars().find(user, 256)).isEmpty();
        assertThat(released()).containsExactlyInAnyOrder(first, second);

        avatars().set(user, Map.of());

        assertThat(avatars().find(user, 64)).isEmpty();
        assertThat(released()).containsExactlyInAnyOrder(first, second, third);
    }

    @Test
    default void a_removed_user_releases_the_picture() {
        UserId user = owner();
        ContentId content = begun();
        avatars().set(user, Map.of(64, content));

        users().remove(user);

        assertThat(avatars().find(user, 64)).isEmpty();
        assertThat(released()).containsExactly(content);
    }

    @Test
    default void a_picture_of_a_removed_user_is_not_stored() {
        UserId user = owner();
        users().remove(user);
        ContentId content = begun();

        assertThatCode(() -> avatars().set(user, Map.of(64, content))).doesNotThrowAnyException();

        assertThat(avatars().find(user, 64)).isEmpty();
        assertThat(isInUse(content)).isFalse();
    }

    @Test
    default void a_picture_whose_content_was_removed_does_not_replace_another() {
        UserId user = owner();
        ContentId content = begun();
        avatars().set(user, Map.of(64, content));
        ContentId removed = begun();
        contents().release(removed);

        assertThatThrownBy(() -> avatars().set(user, Map.of(64, removed))).isInstanceOf(IllegalStateException.class);

        assertThat(avatars().find(user, 64)).contains(content);
        assertThat(released()).containsExactly(removed);
    }

    @Test
    default void the_last_of_several_pictures_at_once_stays() {
        UserId user = owner();
        List<ContentId> contents = List.of(begun(), begun(), begun());

        Race.of(
                3,
                i -> transactions().call(() -> {
                    users().lock(user);
                    avatars().set(user, Map.of(64, contents.get(i)));
                    return true;
                }));

        ContentId last = avatars().find(user, 64).orElseThrow();
        assertThat(released())
                .containsExactlyInAnyOrderElementsOf(
                        contents.stream().filter(id -> !id.equals(last)).toList());
    }
}
