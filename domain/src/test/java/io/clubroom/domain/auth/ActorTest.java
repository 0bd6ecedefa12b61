package io.clubroom.domain.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.UserId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ActorTest {
    private static final UserId ID = new UserId(new UUID(1, 2));
    private static final UserId ANOTHER = new UserId(new UUID(1, 3));

    @ParameterizedTest
    @EnumSource
    void is_an_administrator_only_by_role(Role role) {
        assertThat(new Actor.SignedIn(ID, role).isAdmin()).isEqualTo(role == Role.ADMIN);
    }

    @ParameterizedTest
    @EnumSource
    void is_only_the_user_with_the_same_id(Role role) {
        assertThat(new Actor.SignedIn(ID, role).is(ID)).isTrue();
        assertThat(new Actor.SignedIn(ID, role).is(ANOTHER)).isFalse();
    }

    @Test
    void is_no_user_without_signing_in() {
        assertThat(Actor.ANONYMOUS.isAdmin()).isFalse();
        assertThat(Actor.ANONYMOUS.is(ID)).isFalse();
    }
}
