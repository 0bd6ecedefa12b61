package io.clubroom.application.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.factor.PendingSignIn;
import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.passkey.PasskeyChallenge;
import io.clubroom.domain.passkey.PasskeyChallenge.Purpose;
import io.clubroom.domain.passkey.UserHandle;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.passkey.Ceremony;
import io.clubroom.testkit.passkey.PasskeyFixture;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Signing in with a passkey, and a passkey as the second factor or to authenticate again. */
class UsePasskeyTest {
    private static final Device PHONE = new Device("203.0.113.7", "Firefox");

    private final Club club = new Club();
    private final User john = club.join(UserFixture.user());
    private final PasskeyHolder holder = new PasskeyHolder(club, john);
    private final Passkey passkey = holder.stored();

    private SignInWithPasskey.Result signIn(PasskeyAnswer answer) {
        return club.signInWithPasskey.signIn(answer, PHONE);
    }

    private SignInWithPasskey.Result signIn(UnaryOperator<Ceremony> deviation) {
        return signIn(holder.answer(club.beginPasskeySignIn.begin(), deviation));
    }

    private Passkey stored() {
        return club.passkeys.find(passkey.credential().id()).orElseThrow();
    }

    private VerifyPasskey.Result verify(User user, Purpose purpose, PasskeyAnswer answer) {
        return club.transactions.call(
                () -> club.verifyPasskey.verify(club.users.lock(user.id()).orElseThrow(), purpose, answer));
    }

    @Test
    void signs_in_with_both_factors() {
        club.clock.advance(Duration.ofHours(1));

        SignInWithPasskey.Result result = signIn(UnaryOperator.identity());

        assertThat(result).isInstanceOf(SignInWithPasskey.Result.SignedIn.class);
        assertThat(((SignInWithPasskey.Result.SignedIn) result).session().user().id())
                .isEqualTo(john.id());
        Session session = club.sessions.list(john.id(), 0).getFirst();
        assertThat(session.method()).isEqualTo(SignInMethod.PASSKEY);
        assertThat(session.authenticationMethods()).containsExactly(AuthenticationMethod.HWK);
        assertThat(session.device()).isEqualTo(PHONE);
        assertThat(stored().lastUsedAt()).isEqualTo(club.clock.instant());
        assertThat(stored().signCount()).isEqualTo(passkey.signCount() + 1);
    }

    @Test
    void offers_no_passkeys_to_whoever_has_not_said_who_they_are() {
        PasskeyOffer offer = club.beginPasskeySignIn.begin();

        assertThat(offer.existing()).isEmpty();
        assertThat(offer.challenge().user()).isNull();
        assertThat(offer.rpId()).isEqualTo("club.example");
    }

    @Test
    void a_challenge_is_good_once() {
        PasskeyOffer offer = club.beginPasskeySignIn.begin();

        assertThat(signIn(holder.answer(offer))).isInstanceOf(SignInWithPasskey.Result.SignedIn.class);
        assertThat(signIn(holder.answer(offer))).isEqualTo(new SignInWithPasskey.Result.ChallengeInvalid());
    }

    @Test
    void of_many_answers_to_one_challenge_one_signs_in() {
        PasskeyOffer offer = club.beginPasskeySignIn.begin();
        PasskeyAnswer answer = holder.answer(offer);

        assertThat(Race.of(8, _ -> signIn(answer)).stream()
                        .filter(result -> result instanceof SignInWithPasskey.Result.SignedIn))
                .hasSize(1);
    }

    @Test
    void a_challenge_expires_after_five_minutes() {
        PasskeyOffer offer = club.beginPasskeySignIn.begin();

        club.clock.advance(PasskeyChallenge.LIFETIME);

        assertThat(signIn(holder.answer(offer))).isEqualTo(new SignInWithPasskey.Result.ChallengeInvalid());
    }

    @Test
    void a_challenge_for_something_else_is_none_for_a_sign_in() {
        PasskeyOffer offer = club.beginPasskeyReauthentication.begin(holder.actor());

        assertThat(signIn(holder.answer(offer))).isEqualTo(new SignInWithPasskey.Result.ChallengeInvalid());
        assertThat(verify(john, Purpose.REAUTHENTICATION, holder.answer(offer)))
                .as("it is still good for what it was made for")
                .isEqualTo(new VerifyPasskey.Result.Right(AuthenticationMethod.HWK));
    }

    @Test
    void a_refused_credential_uses_up_the_challenge_and_changes_nothing() {
        PasskeyOffer offer = club.beginPasskeySignIn.begin();

        assertThat(signIn(holder.answer(offer, Ceremony::withoutVerification)))
                .isEqualTo(new SignInWithPasskey.Result.CredentialInvalid());
        assertThat(stored()).isEqualTo(passkey);
        assertThat(signIn(holder.answer(offer))).isEqualTo(new SignInWithPasskey.Result.ChallengeInvalid());
    }

    @Test
    void refuses_a_counter_that_does_not_rise() {
        assertThat(signIn(ceremony -> ceremony.withSignCount(9))).isInstanceOf(SignInWithPasskey.Result.SignedIn.class);

        for (long count : new long[] {0, 8, 9}) {
            assertThat(signIn(ceremony -> ceremony.withSignCount(count)))
                    .isEqualTo(new SignInWithPasskey.Result.CredentialInvalid());
        }
        assertThat(stored().signCount()).isEqualTo(9);
    }

    @Test
    void refuses_an_unknown_credential_and_one_for_another_host() {
        assertThat(signIn(new PasskeyHolder(club, john).answer(club.beginPasskeySignIn.begin())))
                .isEqualTo(new SignInWithPasskey.Result.CredentialInvalid());

        Passkey elsewhere = PasskeyFixture.of(john.id(), "other.example", club.clock.instant());
        club.passkeys.add(elsewhere);
        PasskeyAnswer answer = holder.answer(club.beginPasskeySignIn.begin());
        var credential = answer.credential();
        assertThat(signIn(new PasskeyAnswer(
                        answer.challenge(),
                        new io.clubroom.domain.passkey.PasskeyCeremonies.Assertion(
                                elsewhere.credential().id(),
                                credential.clientDataJson(),
                                credential.authenticatorData(),
                                credential.signature(),
                                credential.userHandle()))))
                .isEqualTo(new SignInWithPasskey.Result.CredentialInvalid());
    }

    @Test
    void the_passkey_must_name_its_owner() {
        User maria = club.join(UserFixture.user());
        for (String handle : new String[] {null, UserHandle.of(maria.id()).value()}) {
            PasskeyOffer offer = club.beginPasskeySignIn.begin();
            PasskeyAnswer answer = new PasskeyAnswer(
                    offer.challenge().id(), holder.authenticator.sign(holder.ceremony(offer.challenge()), handle));

            assertThat(signIn(answer)).isEqualTo(new SignInWithPasskey.Result.CredentialInvalid());
        }
    }

    @Test
    void inactive_users_cannot_sign_in() {
        club.updateUser.update(
                Club.as(club.join(UserFixture.admin())),
                new io.clubroom.application.user.UpdateUser.Command(
                        john.id(), UserChange.NOTHING.withActive(false), null, null, _ -> true));

        assertThat(signIn(UnaryOperator.identity())).isEqualTo(new SignInWithPasskey.Result.Inactive());
        assertThat(club.sessions.list(john.id(), 0)).isEmpty();
    }

    @Test
    void who_must_verify_the_address_first_cannot_sign_in() {
        RegistrationPolicy required =
                new RegistrationPolicy(RegistrationPolicy.Mode.OPEN, Set.of(), true, Optional.empty());
        User maria = club.join(UserFixture.user().mustVerifyEmail());
        PasskeyHolder hers = new PasskeyHolder(club, maria);
        hers.stored();

        assertThat(club.signInWithPasskey(required).signIn(hers.answer(club.beginPasskeySignIn.begin()), PHONE))
                .isEqualTo(new SignInWithPasskey.Result.EmailUnverified(maria.email()));
        assertThat(club.sessions.list(maria.id(), 0)).isEmpty();
    }

    @Test
    void a_passkey_is_a_second_factor() {
        PasskeyOffer offer = pending("token");

        assertThat(offer.existing()).containsExactly(passkey);
        assertThat(verify(john, Purpose.SECOND_FACTOR, holder.answer(offer)))
                .isEqualTo(new VerifyPasskey.Result.Right(AuthenticationMethod.HWK));
        assertThat(stored().lastUsedAt()).isEqualTo(club.clock.instant());
    }

    @Test
    void the_passkey_of_another_user_is_no_second_factor() {
        PasskeyHolder maria = new PasskeyHolder(club, club.join(UserFixture.user()));
        maria.stored();
        PasskeyOffer offer = pending("token");
        PasskeyAnswer answer = new PasskeyAnswer(
                offer.challenge().id(), maria.authenticator.sign(maria.ceremony(offer.challenge()), null));

        assertThat(verify(john, Purpose.SECOND_FACTOR, answer)).isEqualTo(new VerifyPasskey.Result.CredentialInvalid());
    }

    @Test
    void a_second_factor_needs_no_user_handle() {
        PasskeyOffer offer = pending("token");
        PasskeyAnswer answer = new PasskeyAnswer(
                offer.challenge().id(), holder.authenticator.sign(holder.ceremony(offer.challenge()), null));

        assertThat(verify(john, Purpose.SECOND_FACTOR, answer)).isInstanceOf(VerifyPasskey.Result.Right.class);
    }

    @Test
    void a_challenge_of_one_account_is_none_for_another() {
        User maria = club.join(UserFixture.user());

        assertThat(verify(maria, Purpose.SECOND_FACTOR, holder.answer(pending("token"))))
                .isEqualTo(new VerifyPasskey.Result.ChallengeInvalid());
    }

    @Test
    void a_sign_in_that_is_not_waiting_gets_no_challenge() {
        pending("token");

        assertThat(club.beginPasskeyAnswer.begin("other")).isEqualTo(new BeginPasskeyAnswer.Result.TokenInvalid());
        club.clock.advance(PendingSignIn.LIFETIME);
        assertThat(club.beginPasskeyAnswer.begin("token")).isEqualTo(new BeginPasskeyAnswer.Result.TokenInvalid());
    }

    @Test
    void offers_ones_own_passkeys_to_authenticate_again() {
        assertThat(club.beginPasskeyReauthentication.begin(holder.actor()).existing())
                .isEqualTo(List.of(passkey));
    }

    /** Begins a sign-in with a password that waits for the second factor, and asks for a challenge. */
    private PasskeyOffer pending(String token) {
        club.pendingSignIns.add(new PendingSignIn(
                SecretHash.of(token),
                john.id(),
                john.tokenVersion(),
                SignInMethod.PASSWORD,
                Set.of(AuthenticationMethod.PWD),
                club.clock.instant().plus(PendingSignIn.LIFETIME)));
        return ((BeginPasskeyAnswer.Result.Begun) club.beginPasskeyAnswer.begin(token)).offer();
    }
}
