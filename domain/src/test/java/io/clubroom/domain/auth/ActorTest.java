package io.clubroom.domain.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.auth.ActorEnded.Reason;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActorTest {
    private static final UserId ID = new UserId(new UUID(1, 2));
    private static final UserId ANOTHER = new UserId(new UUID(1, 3));

    @ParameterizedTest
    @EnumSource
    void is_an_administrator_only_by_role(Role role) {
        assertThat(new Actor.SignedIn(ID, role, 0).isAdmin()).isEqualTo(role == Role.ADMIN);
    }

    @ParameterizedTest
    @EnumSource
    void is_only_the_user_with_the_same_id(Role role) {
        assertThat(new Actor.SignedIn(ID, role, 0).is(ID)).isTrue();
        assertThat(new Actor.SignedIn(ID, role, 0).is(ANOTHER)).isFalse();
    }

    @Test
    void is_no_user_without_signing_in() {
        assertThat(Actor.ANONYMOUS.isAdmin()).isFalse();
        assertThat(Actor.ANONYMOUS.is(ID)).isFalse();
    }

    private static @Nullable Reason reason(Actor.SignedIn actor, Actor.@Nullable Standing standing) {
        try {
            actor.requireCurrent(standing);
            return null;
        } catch (ActorEnded ended) {
            return ended.reason();
        }
    }

    @Test
    void is_current_with_the_same_standing_a_higher_role_or_a_lower_version() {
        Actor.SignedIn trainer = new Actor.SignedIn(ID, Role.TRAINER, 3);

        assertThat(reason(trainer, new Actor.Standing(true, Role.TRAINER, 3, null)))
                .isNull();
        assertThat(reason(trainer, new Actor.Standing(true, Role.ADMIN, 3, null)))
                .isNull();
        // After a restore of an older backup.
        assertThat(reason(trainer, new Actor.Standing(true, Role.TRAINER, 2, null)))
                .isNull();
    }

    @Test
    void has_ended_if_the_user_is_gone_or_inactive_or_has_a_newer_version() {
        Actor.SignedIn trainer = new Actor.SignedIn(ID, Role.TRAINER, 3);

        assertThat(reason(trainer, null)).isEqualTo(Reason.TOKEN_ENDED);
        assertThat(reason(trainer, new Actor.Standing(false, Role.TRAINER, 3, null)))
                .isEqualTo(Reason.TOKEN_ENDED);
        assertThat(reason(trainer, new Actor.Standing(true, Role.TRAINER, 4, null)))
                .isEqualTo(Reason.TOKEN_ENDED);
        assertThat(reason(trainer, new Actor.Standing(true, Role.CLIENT, 4, null)))
                .isEqualTo(Reason.TOKEN_ENDED);
    }

    @Test
    void has_lost_the_role_if_the_user_has_a_lower_one() {
        assertThat(reason(new Actor.SignedIn(ID, Role.TRAINER, 3), new Actor.Standing(true, Role.CLIENT, 3, null)))
                .isEqualTo(Reason.ROLE_LOST);
    }

    @Test
    void of_a_session_is_current_as_long_as_the_session_has_the_users_version() {
        Actor.SignedIn trainer = new Actor.SignedIn(
                ID, Role.TRAINER, 3, new SessionId(UUID.randomUUID()), Instant.parse("2025-06-01T12:00:00Z"), false);

        // The session was spared when the user's other tokens ended.
        assertThat(reason(trainer, standing(4, 4, 3))).isNull();
        assertThat(reason(trainer, standing(4, 3, 3))).isEqualTo(Reason.TOKEN_ENDED);
        assertThat(reason(trainer, null)).isEqualTo(Reason.TOKEN_ENDED);
    }

    private static Actor.Standing standing(int tokenVersion, int sessionVersion, int lowestVersion) {
        return new Actor.Standing(
                true, Role.TRAINER, tokenVersion, new Actor.SessionStanding(sessionVersion, lowestVersion));
    }
}
