package io.clubroom.application.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.user.GetUserStatistics.Result;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserStatistics;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GetUserStatisticsTest {
    private final Club club = new Club();

    @Test
    void counts_back_from_now() {
        User admin = club.join(UserFixture.admin().createdAt(Club.NOW.minus(Duration.ofDays(20))));
        club.join(UserFixture.user().createdAt(Club.NOW.minus(Duration.ofDays(2))));
        club.join(UserFixture.user().createdAt(Club.NOW).inactive());

        assertThat(club.getUserStatistics.get(Club.as(admin)))
                .isEqualTo(new Result.Counted(
                        new UserStatistics(Map.of(Role.ADMIN, 1L, Role.TRAINER, 0L, Role.CLIENT, 2L), 1, 3, 1, 2, 3)));
        club.clock.advance(Duration.ofDays(25));
        assertThat(club.getUserStatistics.get(Club.as(admin)))
                .isEqualTo(new Result.Counted(
                        new UserStatistics(Map.of(Role.ADMIN, 1L, Role.TRAINER, 0L, Role.CLIENT, 2L), 1, 3, 0, 0, 2)));
    }

    @ParameterizedTest
    @EnumSource(names = {"CLIENT", "TRAINER"})
    void is_for_administrators_only(Role role) {
        Actor actor = Club.as(club.join(UserFixture.user().role(role)));

        assertThat(club.getUserStatistics.get(actor)).isEqualTo(new Result.NotAllowed());
        assertThat(club.getUserStatistics.get(Actor.ANONYMOUS)).isEqualTo(new Result.NotAllowed());
    }
}
