package io.clubroom.application.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.user.ListUsers.Query;
import io.clubroom.application.user.ListUsers.Result;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserDirectory.Position;
import io.clubroom.domain.user.UserFilter;
import io.clubroom.domain.user.UserOrder;
import io.clubroom.testkit.user.UserFixture;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ListUsersTest {
    private static final UserOrder BY_NAME = UserOrder.of("username");

    private final Club club = new Club();
    private final User admin = club.join(UserFixture.admin().username("admin"));

    private Result list(UserFilter filter, @Nullable Position after, int limit) {
        return club.listUsers.list(Club.as(admin), new Query(filter, BY_NAME, after, limit));
    }

    private List<User> join(String... names) {
        return Stream.of(names)
                .map(name -> club.join(UserFixture.user().username(name)))
                .toList();
    }

    @Test
    void returns_a_page_and_where_the_next_begins() {
        List<User> users = join("b", "c", "d");

        assertThat(list(UserFilter.ALL, null, 2))
                .isEqualTo(new Result.Page(List.of(admin, users.get(0)), BY_NAME.positionOf(users.get(0)), 4));
        assertThat(list(UserFilter.ALL, BY_NAME.positionOf(users.get(0)), 2))
                .isEqualTo(new Result.Page(List.of(users.get(1), users.get(2)), null, 4));
    }

    @Test
    void has_no_next_page_when_the_last_is_full_or_empty() {
        User last = join("b").getLast();

        assertThat(list(UserFilter.ALL, null, 2)).isEqualTo(new Result.Page(List.of(admin, last), null, 2));
        assertThat(list(UserFilter.ALL, BY_NAME.positionOf(last), 2)).isEqualTo(new Result.Page(List.of(), null, 2));
    }

    @Test
    void counts_matching_users_on_all_pages() {
        List<User> clients = join("b", "c", "d");

        assertThat(list(new UserFilter(Role.CLIENT, null, null), null, 1))
                .isEqualTo(new Result.Page(List.of(clients.getFirst()), BY_NAME.positionOf(clients.getFirst()), 3));
    }

    @ParameterizedTest
    @EnumSource(names = {"CLIENT", "TRAINER"})
    void is_for_administrators_only(Role role) {
        Actor actor = Club.as(club.join(UserFixture.user().role(role)));
        Query query = new Query(UserFilter.ALL, BY_NAME, null, 10);

        assertThat(club.listUsers.list(actor, query)).isEqualTo(new Result.NotAllowed());
        assertThat(club.listUsers.list(Actor.ANONYMOUS, query)).isEqualTo(new Result.NotAllowed());
    }
}
