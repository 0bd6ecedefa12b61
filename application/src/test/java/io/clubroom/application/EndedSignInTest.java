package io.clubroom.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.auth.SignIn;
import io.clubroom.application.identity.BeginExternalSignIn;
import io.clubroom.application.identity.CompleteExternalSignIn;
import io.clubroom.application.identity.CompleteExternalSignIn.Reason;
import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.Provider;
import io.clubroom.domain.identity.ProviderAnswer;
import io.clubroom.domain.identity.Subject;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.password.QuickPasswordHasher;
import io.clubroom.testkit.user.UserFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sign-ins of a user who changes after the check of the credentials and before the session is stored. */
class EndedSignInTest {
    private final Club club = new Club();
    private final User user = club.join(UserFixture.user().role(Role.TRAINER).email("ada@example.com"));

    @ParameterizedTest
    @EnumSource(names = {"DELETION", "NEW_PASSWORD", "RECLAIM"})
    void a_password_that_was_verified_too_early_opens_no_session(Ending ending) {
        club.useCaseTransactions.beforeNext(() -> ending.of(club, user));

        assertThat(club.signIn.signIn(user.email(), Club.PASSWORD, Device.UNKNOWN))
                .isEqualTo(new SignIn.Result.WrongCredentials());
    }

    @Test
    void a_deactivated_user_is_told_so() {
        club.useCaseTransactions.beforeNext(() -> Ending.DEACTIVATION.of(club, user));

        assertThat(club.signIn.signIn(user.email(), Club.PASSWORD, Device.UNKNOWN))
                .isEqualTo(new SignIn.Result.Inactive());
    }

    @Test
    void a_demoted_user_gets_a_session_with_the_new_role() {
        club.useCaseTransactions.beforeNext(() -> Ending.DEMOTION.of(club, user));

        SignIn.Result result = club.signIn.signIn(user.email(), Club.PASSWORD, Device.UNKNOWN);

        assertThat(((SignIn.Result.SignedIn) result).session().user())
                .isEqualTo(club.stored(user))
                .extracting(User::role)
                .isEqualTo(Role.CLIENT);
    }

    @Test
    void a_hash_that_another_sign_in_has_renewed_does_not_make_the_password_wrong() {
        PasswordHash outdated = new QuickPasswordHasher(10).hash(Club.PASSWORD);
        User early = UserFixture.user().passwordHash(outdated).build();
        club.users.add(early);
        club.useCaseTransactions.beforeNext(
                () -> assertThat(club.signIn.signIn(early.email(), Club.PASSWORD, Device.UNKNOWN))
                        .isInstanceOf(SignIn.Result.SignedIn.class));

        assertThat(club.signIn.signIn(early.email(), Club.PASSWORD, Device.UNKNOWN))
                .isInstanceOf(SignIn.Result.SignedIn.class);
        assertThat(club.passwords.isOutdated(club.stored(early).passwordHash())).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void an_external_sign_in_opens_no_session_for_a_user_who_has_ended_since_the_admission(Ending ending) {
        Subject gitHub = new Subject("github", "1");
        club.transactions.call(() -> {
            club.users.lock(user.id());
            club.identities.link(gitHub, user.id(), Club.NOW);
            return true;
        });
        club.providers.grant("code", Provider.GITHUB, new ExternalIdentity(gitHub, user.email(), "Ada"));
        String address = ((BeginExternalSignIn.Result.Begun)
                        club.beginExternalSignIn().begin(Provider.GITHUB, null, "browser"))
                .address();
        club.useCaseTransactions.beforeNext(() -> {});
        club.useCaseTransactions.beforeNext(() -> ending.of(club, user));

        CompleteExternalSignIn.Result result = club.completeExternalSignIn()
                .complete(
                        club.providers.secrets(address).state(),
                        "browser",
                        new ProviderAnswer.Granted("code", null),
                        Device.UNKNOWN);

        assertThat(result)
                .isEqualTo(
                        ending == Ending.DEACTIVATION
                                ? new CompleteExternalSignIn.Result.Refused(Reason.INACTIVE, null)
                                : new CompleteExternalSignIn.Result.StateInvalid());
    }

    @Test
    void a_new_password_needs_the_new_one() {
        Ending.NEW_PASSWORD.of(club, user);

        assertThat(club.signIn.signIn(user.email(), Password.of("NewSecurePass456"), Device.UNKNOWN))
                .isInstanceOf(SignIn.Result.SignedIn.class);
    }
}
