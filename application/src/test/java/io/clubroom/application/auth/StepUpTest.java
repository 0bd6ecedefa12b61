package io.clubroom.application.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.application.Club;
import io.clubroom.application.Factors;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ReauthenticationRequired;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.session.SessionId;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What users with a second factor may do only within ten minutes after they have authenticated. */
class StepUpTest {
    private static final Password PASSWORD = Password.of("AnotherPass123");

    private final Club club = new Club();
    private final Factors factors = new Factors(club);
    private final User john = club.join(UserFixture.user());
    private final User admin = club.join(UserFixture.admin());

    /** The user, who has authenticated ten minutes ago. */
    private Actor.SignedIn tenMinutesAgo(User user) {
        Actor.SignedIn actor = factors.signedIn(user);
        club.clock.advance(Duration.ofMinutes(10));
        return actor;
    }

    private UpdateUser.Result update(Actor actor, User user, UserChange change, @Nullable Password password) {
        return club.updateUser.update(
                actor, new UpdateUser.Command(user.id(), change, password, null, version -> true));
    }

    private static void assertRefused(Supplier<?> change) {
        assertThatThrownBy(change::get).isInstanceOf(ReauthenticationRequired.class);
    }

    @Test
    void a_new_password_which_is_not_hashed_before() {
        factors.enroll(john);
        Actor.SignedIn actor = tenMinutesAgo(john);
        int hashes = club.passwords.hashes();

        assertRefused(() -> update(actor, john, UserChange.NOTHING, PASSWORD));

        assertThat(club.passwords.hashes()).isEqualTo(hashes);
        assertThat(update(factors.signedIn(john), john, UserChange.NOTHING, PASSWORD))
                .isInstanceOf(UpdateUser.Result.Updated.class);
    }

    @Test
    void a_new_password_of_somebody_who_gets_a_factor_while_it_is_hashed() {
        Actor.SignedIn actor = tenMinutesAgo(john);
        club.useCaseTransactions.beforeNext(() -> factors.enroll(john));

        assertRefused(() -> update(actor, john, UserChange.NOTHING, PASSWORD));
    }

    @Test
    void new_recovery_codes_also_if_the_time_is_over_when_they_are_hashed() {
        factors.enroll(john);
        Actor.SignedIn actor = factors.signedIn(john);
        club.whileHashing = () -> club.clock.advance(Duration.ofMinutes(1));

        assertRefused(() -> factors.renewRecoveryCodes.renew(actor));
    }

    @Test
    void another_address() {
        factors.enroll(john);
        Actor.SignedIn actor = tenMinutesAgo(john);
        UserChange change = UserChange.NOTHING.withEmail(new Email("elsewhere@example.com"));

        assertRefused(() -> update(actor, john, change, null));

        assertThat(update(actor, john, UserChange.NOTHING.withAnnouncements(false), null))
                .as("something else")
                .isInstanceOf(UpdateUser.Result.Updated.class);
        assertThat(update(factors.signedIn(john), john, change, null)).isInstanceOf(UpdateUser.Result.Updated.class);
    }

    @Test
    void another_password_address_or_role_of_somebody_else() {
        factors.enroll(admin);
        Actor.SignedIn actor = tenMinutesAgo(admin);

        assertRefused(() -> update(actor, john, UserChange.NOTHING, PASSWORD));
        assertRefused(() -> update(actor, john, UserChange.NOTHING.withEmail(new Email("new@example.com")), null));
        assertRefused(() -> update(actor, john, UserChange.NOTHING.withRole(Role.ADMIN), null));
        assertThat(club.stored(john)).isEqualTo(john);
    }

    @Test
    void ending_sessions_but_the_current_one() {
        factors.enroll(john);
        Actor.SignedIn other = factors.signedIn(john);
        Actor.SignedIn actor = tenMinutesAgo(john);
        SessionId session = other.session();
        SessionId own = actor.session();
        assertThat(session).isNotNull();
        assertThat(own).isNotNull();

        assertRefused(() -> club.endSession.end(actor, john.id(), session));
        assertRefused(() -> club.endAllSessions.end(actor, john.id(), true));
        assertRefused(() -> club.endAllSessions.end(actor, john.id(), false));

        assertThat(club.endSession.end(actor, john.id(), own)).isEqualTo(new EndSession.Result.Ended());
        assertThat(club.sessions.find(session)).isPresent();
    }
}
