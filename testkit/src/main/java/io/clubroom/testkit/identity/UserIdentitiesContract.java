package io.clubroom.testkit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.identity.DuplicateIdentity;
import io.clubroom.domain.identity.Subject;
import io.clubroom.domain.identity.UserIdentities;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract of {@link UserIdentities}. */
public interface UserIdentitiesContract {
    Instant NOW = Instant.parse("2025-03-06T22:05:39.123456Z");

    UserIdentities identities();

    Users users();

    Transactions transactions();

    private User storedUser() {
        User user = UserFixture.user().build();
        users().add(user);
        return user;
    }

    private static Subject subject() {
        return new Subject("google", UUID.randomUUID().toString());
    }

    private boolean link(Subject subject, User user) {
        try {
            return transactions().call(() -> {
                users().lock(user.id());
                identities().link(subject, user.id(), NOW);
                return true;
            });
        } catch (DuplicateIdentity duplicate) {
            return false;
        }
    }

    @Test
    default void finds_the_user_of_an_account() {
        User user = storedUser();
        User other = storedUser();
        Subject first = subject();
        Subject second = subject();
        Subject others = subject();
        link(first, user);
        link(second, user);
        link(others, other);

        assertThat(identities().find(first)).contains(user.id());
        assertThat(identities().find(second)).contains(user.id());
        assertThat(identities().find(others)).contains(other.id());
        assertThat(identities().find(subject())).isEmpty();
        assertThat(identities().isLinked(user.id())).isTrue();
        assertThat(identities().isLinked(storedUser().id())).isFalse();
    }

    @Test
    default void distinguishes_the_same_id_of_different_authorities() {
        User user = storedUser();
        User other = storedUser();
        link(new Subject("https://a.example", user.id().toString()), user);
        link(new Subject("https://b.example", user.id().toString()), other);

        assertThat(identities().find(new Subject("https://a.example", user.id().toString())))
                .contains(user.id());
        assertThat(identities().find(new Subject("https://b.example", user.id().toString())))
                .contains(other.id());
        assertThat(identities().find(new Subject("github", user.id().toString())))
                .isEmpty();
    }

    @Test
    default void distinguishes_ids_by_case() {
        User user = storedUser();
        Subject subject = new Subject("google", "a" + UUID.randomUUID());
        link(subject, user);

        assertThat(identities().find(new Subject("google", "A" + subject.id().substring(1))))
                .isEmpty();
    }

    @Test
    default void refuses_to_link_an_account_twice() {
        User user = storedUser();
        Subject subject = subject();
        link(subject, user);

        assertThat(link(subject, storedUser())).isFalse();
        assertThat(link(subject, user)).isFalse();
        assertThat(identities().find(subject)).contains(user.id());
    }

    @Test
    default void links_an_account_to_one_of_8_concurrent_users() {
        List<User> users = Stream.generate(this::storedUser).limit(8).toList();
        Subject subject = subject();

        List<Boolean> linked = Race.of(8, i -> link(subject, users.get(i)));

        assertThat(Collections.frequency(linked, true)).isEqualTo(1);
        assertThat(identities().find(subject))
                .contains(users.get(linked.indexOf(true)).id());
    }

    @Test
    default void removes_all_links_of_a_user_and_no_others() {
        User user = storedUser();
        Subject first = subject();
        Subject second = subject();
        Subject others = subject();
        link(first, user);
        link(second, user);
        link(others, storedUser());

        identities().unlinkAll(user.id());

        assertThat(identities().find(first)).isEmpty();
        assertThat(identities().find(second)).isEmpty();
        assertThat(identities().find(others)).isPresent();
        assertThat(identities().isLinked(user.id())).isFalse();
        assertThat(link(first, storedUser())).isTrue();
        assertThatCode(() -> identities().unlinkAll(user.id())).doesNotThrowAnyException();
    }

    @Test
    default void removes_the_links_of_a_user_with_the_user() {
        User user = storedUser();
        Subject subject = subject();
        link(subject, user);

        transactions().call(() -> {
            users().lock(user.id());
            users().remove(user.id());
            return true;
        });

        assertThat(identities().find(subject)).isEmpty();
        assertThat(link(subject, storedUser())).isTrue();
    }

    @Test
    default void a_rollback_undoes_everything() {
        User user = storedUser();
        Subject before = subject();
        Subject during = subject();
        link(before, user);
        RuntimeException failure = new IllegalArgumentException("on purpose");

        assertThatThrownBy(() -> transactions().call(() -> {
                    users().lock(user.id());
                    identities().unlinkAll(user.id());
                    identities().link(during, user.id(), NOW);
                    throw failure;
                }))
                .isSameAs(failure);

        assertThat(identities().find(before)).contains(user.id());
        assertThat(identities().find(during)).isEmpty();
    }
}
