package io.clubroom.application.user;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.user.DeleteUser.Result;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.chat.RelayRecorder;
import io.clubroom.testkit.user.UserFixture;
import java.util.List;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeleteUserTest {
    private static final LongPredicate ANY = version -> true;

    private final Club club = new Club();
    private final User admin = club.join(UserFixture.admin());
    private final User user = club.join(UserFixture.user().version(5).tokenVersion(2));

    private Result delete(User actor, User target) {
        return club.deleteUser.delete(Club.as(actor), target.id(), ANY);
    }

    @Test
    void removes_a_user_and_ends_their_tokens() {
        assertThat(delete(admin, user)).isEqualTo(new Result.Deleted());

        assertThat(club.users.find(user.id())).isEmpty();
        assertThat(club.isRevoked(user.id(), 2)).isTrue();
        assertThat(club.isRevoked(admin.id(), 0)).isFalse();
    }

    @Test
    void tells_all_nodes_that_the_author_of_messages_is_gone_after_the_commit() {
        RelayRecorder here = RelayRecorder.on(club.relay);
        RelayRecorder otherNode = RelayRecorder.on(club.otherNode());

        club.transactions.run(() -> {
            assertThat(delete(admin, user)).isEqualTo(new Result.Deleted());
            assertThat(here.changedAuthors).isEmpty();
        });

        assertThat(here.changedAuthors).containsExactly(user.id());
        assertThat(otherNode.changedAuthors).containsExactly(user.id());
    }

    @Test
    void reports_not_found_the_second_time() {
        delete(admin, user);

        assertThat(delete(admin, user)).isEqualTo(new Result.NotFound());
    }

    @ParameterizedTest
    @EnumSource(names = {"CLIENT", "TRAINER"})
    void only_administrators_may_delete_even_themselves(Role role) {
        User somebody = club.join(UserFixture.user().role(role));

        assertThat(delete(somebody, somebody)).isEqualTo(new Result.NotAllowed());
        assertThat(delete(somebody, user)).isEqualTo(new Result.NotAllowed());
        assertThat(delete(somebody, UserFixture.user().build())).isEqualTo(new Result.NotAllowed());
        assertThat(club.deleteUser.delete(Actor.ANONYMOUS, user.id(), ANY)).isEqualTo(new Result.NotAllowed());
        assertThat(club.stored(user)).isEqualTo(user);
    }

    @Test
    void deletes_only_the_expected_version() {
        assertThat(club.deleteUser.delete(Club.as(admin), user.id(), version -> version == 4))
                .isEqualTo(new Result.VersionMismatch());
        assertThat(club.stored(user)).isEqualTo(user);
        assertThat(club.isRevoked(user.id(), 2)).isFalse();

        assertThat(club.deleteUser.delete(Club.as(admin), user.id(), version -> version == 5))
                .isEqualTo(new Result.Deleted());
    }

    @Test
    void refuses_to_remove_the_last_administrator() {
        club.join(UserFixture.admin().inactive());

        assertThat(delete(admin, admin)).isEqualTo(new Result.LastAdmin());

        assertThat(club.stored(admin)).isEqualTo(admin);
        assertThat(club.isRevoked(admin.id(), 0)).isFalse();
    }

    @Test
    void deletes_an_administrator_if_another_remains() {
        User another = club.join(UserFixture.admin());

        assertThat(delete(another, another)).isEqualTo(new Result.Deleted());
        assertThat(delete(admin, admin)).isEqualTo(new Result.LastAdmin());
    }

    @Test
    void removes_an_inactive_administrator() {
        assertThat(delete(admin, club.join(UserFixture.admin().inactive()))).isEqualTo(new Result.Deleted());
    }

    @RepeatedTest(10)
    void keeps_one_of_two_administrators_who_delete_each_other_concurrently() {
        List<User> two = List.of(admin, club.join(UserFixture.admin()));

        List<Object> results = Race.of(2, i -> Club.resultOrReason(() -> delete(two.get(i), two.get(1 - i))));

        assertThat(results).containsExactlyInAnyOrder(new Result.Deleted(), ActorEnded.Reason.TOKEN_ENDED);
        assertThat(club.admins.count()).isEqualTo(1);
    }

    @Test
    void exactly_one_of_8_concurrent_deletions_succeeds() {
        List<Result> results = Race.of(8, i -> delete(admin, user));

        assertThat(results).containsOnlyOnce(new Result.Deleted());
        assertThat(results).filteredOn(new Result.NotFound()::equals).hasSize(7);
    }
}
