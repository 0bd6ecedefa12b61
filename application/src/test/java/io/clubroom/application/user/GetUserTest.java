package io.clubroom.application.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.user.GetUser.Result;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.user.UserFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GetUserTest {
    private final Club club = new Club();

    @ParameterizedTest
    @EnumSource
    void returns_every_user_to_themselves(Role role) {
        User user = club.join(UserFixture.user().role(role));

        assertThat(club.getUser.get(Club.as(user), user.id())).isCompletedWithValue(new Result.Found(user));
    }

    @Test
    void returns_every_user_to_an_administrator() {
        User admin = club.join(UserFixture.admin());
        User user = club.join(UserFixture.user().inactive());

        assertThat(club.getUser.get(Club.as(admin), user.id())).isCompletedWithValue(new Result.Found(user));
    }

    @ParameterizedTest
    @EnumSource(names = {"CLIENT", "TRAINER"})
    void does_not_reveal_to_others_whether_a_user_exists(Role role) {
        Actor actor = Club.as(club.join(UserFixture.user().role(role)));
        User somebody = club.join(UserFixture.user());
        User nobody = UserFixture.user().build();

        assertThat(club.getUser.get(actor, somebody.id())).isCompletedWithValue(new Result.NotAllowed());
        assertThat(club.getUser.get(actor, nobody.id())).isCompletedWithValue(new Result.NotAllowed());
        assertThat(club.getUser.get(Actor.ANONYMOUS, somebody.id())).isCompletedWithValue(new Result.NotAllowed());
    }

    @Test
    void tells_an_administrator_that_a_user_does_not_exist() {
        Actor admin = Club.as(club.join(UserFixture.admin()));

        assertThat(club.getUser.get(admin, UserFixture.user().build().id()))
                .isCompletedWithValue(new Result.NotFound());
    }

    @Test
    void tells_deleted_users_that_they_do_not_exist() {
        User removed = UserFixture.user().build();

        assertThat(club.getUser.get(Club.as(removed), removed.id())).isCompletedWithValue(new Result.NotFound());
    }
}
