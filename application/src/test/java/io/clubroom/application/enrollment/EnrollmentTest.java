package io.clubroom.application.enrollment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.application.Club;
import io.clubroom.application.Factors;
import io.clubroom.application.Factors.Enrolled;
import io.clubroom.application.factor.AnswerSecondFactor;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.auth.ReauthenticationRequired;
import io.clubroom.domain.factor.RecoveryCode;
import io.clubroom.domain.factor.SecondFactor;
import io.clubroom.domain.factor.TotpSecret;
import io.clubroom.domain.factor.TypedCode;
import io.clubroom.domain.identity.Subject;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.mail.OutgoingMail;
import io.clubroom.domain.passkey.Passkey;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.Rival;
import io.clubroom.testkit.passkey.PasskeyFixture;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EnrollmentTest {
    private final Club club = new Club();
    private final Factors factors = new Factors(club);
    private final User ada = club.join(UserFixture.user().email("ada@example.com"));
    private final User admin = club.join(UserFixture.admin());

    private ConfirmTotp.Result confirm(Actor.SignedIn actor, TypedCode code) {
        return factors.confirmTotp.confirm(actor, code, Factors.DEVICE);
    }

    private ConfirmTotp.Result confirm(TypedCode code) {
        return confirm(factors.signedIn(ada), code);
    }

    private TotpSecret begin() {
        return factors.beginTotp.begin(factors.signedIn(ada)).secret();
    }

    private void assertHasApp(TotpSecret secret) {
        assertThat(club.totpSecrets.active(ada.id()).orElseThrow().secret()).isEqualTo(secret);
    }

    private List<OutgoingMail> notices() {
        return club.mails();
    }

    @Test
    void an_app_gets_the_secret_the_name_of_the_server_and_the_address_of_the_user() {
        BeginTotp.Begun begun = factors.beginTotp.begin(factors.signedIn(ada));

        assertThat(begun.uri()).isEqualTo(begun.secret().uri("Club & Friends", new Email("ada@example.com")));
        assertThat(begun.secret()).isNotEqualTo(begin());
    }

    @Test
    void a_confirmed_app_is_a_second_factor_and_comes_with_recovery_codes() {
        TotpSecret secret = begin();
        assertThat(club.secondFactors.of(ada.id())).isEmpty();

        ConfirmTotp.Result result = confirm(factors.now(secret));

        FinishEnrollment.Enrolled enrolled = ((ConfirmTotp.Result.Confirmed) result).enrolled();
        assertThat(enrolled.recoveryCodes()).hasSize(10);
        assertThat(enrolled.session()).isNull();
        assertThat(club.secondFactors.of(ada.id())).containsExactly(SecondFactor.TOTP, SecondFactor.RECOVERY_CODE);
        assertThat(notices()).singleElement().satisfies(mail -> {
            assertThat(mail.kind()).isEqualTo(MailKind.FACTOR_ADDED);
            assertThat(mail.to()).isEqualTo(ada.email());
            assertThat(mail.variables()).containsEntry("factor", "Authenticator app");
        });
    }

    @Test
    void the_code_that_confirms_counts_as_used() {
        TotpSecret secret = begin();
        TypedCode code = factors.now(secret);
        confirm(code);

        assertThat(factors.answer(factors.waitingSignIn(ada), code))
                .isEqualTo(new AnswerSecondFactor.Result.CodeInvalid());
    }

    /** Hashing is slow, and others wait for the lock. */
    @Test
    void recovery_codes_are_hashed_without_a_lock() {
        AtomicInteger hashes = new AtomicInteger();
        TotpSecret secret = begin();
        club.whileHashing = () -> {
            hashes.incrementAndGet();
            assertThat(Rival.start(() -> club.transactions.call(() -> club.users.lock(ada.id())))
                            .result())
                    .isPresent();
        };

        confirm(factors.now(secret));
        assertThat(hashes).hasValue(10);

        factors.renewRecoveryCodes.renew(factors.signedIn(ada));
        assertThat(hashes).hasValue(20);
    }

    @Test
    void no_recovery_codes_are_hashed_in_vain() {
        TotpSecret secret = begin();
        club.whileHashing = () -> {
            throw new AssertionError("hashed");
        };

        assertThat(factors.renewRecoveryCodes.renew(factors.signedIn(ada)))
                .isEqualTo(new RenewRecoveryCodes.Result.FactorMissing());
        for (int i = 0; i < 5; i++) {
            assertThat(confirm(factors.wrong(secret))).isEqualTo(new ConfirmTotp.Result.CodeInvalid());
        }
        assertThat(confirm(factors.now(secret))).isInstanceOf(ConfirmTotp.Result.Blocked.class);
    }

    @Test
    void a_code_confirms_one_of_several_times() {
        TotpSecret secret = begin();
        TypedCode code = factors.now(secret);

        List<ConfirmTotp.Result> results = Race.of(2, _ -> confirm(code));

        assertThat(results).hasAtLeastOneElementOfType(ConfirmTotp.Result.Confirmed.class);
        assertThat(results).containsOnlyOnce(new ConfirmTotp.Result.CodeInvalid());
    }

    @Test
    void an_actor_who_ends_while_recovery_codes_are_hashed_adds_nothing() {
        Actor.SignedIn actor = factors.signedIn(ada);
        TotpSecret secret = factors.beginTotp.begin(actor).secret();
        club.whileHashing =
                () -> club.transactions.run(() -> club.sessions.remove(Objects.requireNonNull(actor.session())));

        assertThat(Club.resultOrReason(() -> confirm(actor, factors.now(secret))))
                .isEqualTo(ActorEnded.Reason.TOKEN_ENDED);
        assertThat(club.secondFactors.of(ada.id())).isEmpty();
    }

    @Test
    void a_wrong_code_confirms_nothing() {
        TotpSecret secret = begin();

        assertThat(confirm(factors.wrong(secret))).isEqualTo(new ConfirmTotp.Result.CodeInvalid());
        assertThat(club.secondFactors.of(ada.id())).isEmpty();
        assertThat(notices()).isEmpty();
        assertThat(confirm(factors.now(secret))).isInstanceOf(ConfirmTotp.Result.Confirmed.class);
    }

    @Test
    void an_app_can_be_confirmed_for_15_minutes() {
        TotpSecret secret = begin();

        club.clock.advance(Duration.ofMinutes(15).minusMillis(1));
        assertThat(confirm(factors.wrong(secret))).isEqualTo(new ConfirmTotp.Result.CodeInvalid());
        assertThat(confirm(factors.now(secret))).isInstanceOf(ConfirmTotp.Result.Confirmed.class);

        TotpSecret late = begin();
        club.clock.advance(Duration.ofMinutes(15));
        assertThat(confirm(factors.now(late))).isEqualTo(new ConfirmTotp.Result.CodeInvalid());
        assertHasApp(secret);
    }

    @Test
    void a_new_app_takes_the_place_of_the_old_one_when_it_is_confirmed() {
        Enrolled old = factors.enroll(ada);
        TotpSecret secret = begin();
        assertHasApp(old.secret());

        confirm(factors.now(secret));

        assertHasApp(secret);
        String token = factors.waitingSignIn(ada);
        assertThat(factors.answer(token, factors.now(old.secret())))
                .isEqualTo(new AnswerSecondFactor.Result.CodeInvalid());
        assertThat(factors.answer(token, Factors.typed(old.recoveryCodes().getFirst())))
                .isEqualTo(new AnswerSecondFactor.Result.CodeInvalid());
    }

    @Test
    void after_five_wrong_codes_none_is_judged_for_15_minutes_and_sign_ins_are_not_affected() {
        Enrolled old = factors.enroll(ada);
        TotpSecret secret = begin();
        TypedCode wrong = factors.wrong(secret);
        for (int i = 0; i < 5; i++) {
            assertThat(confirm(wrong)).isEqualTo(new ConfirmTotp.Result.CodeInvalid());
            club.clock.advance(Duration.ofMinutes(1));
        }

        assertThat(confirm(factors.now(secret))).isEqualTo(new ConfirmTotp.Result.Blocked(Duration.ofMinutes(10)));
        assertThat(factors.answer(factors.waitingSignIn(ada), factors.now(old.secret())))
                .isInstanceOf(AnswerSecondFactor.Result.SignedIn.class);

        club.clock.advance(Duration.ofMinutes(10));
        TotpSecret another = begin();
        assertThat(confirm(factors.now(another))).isInstanceOf(ConfirmTotp.Result.Confirmed.class);
    }

    @Test
    void wrong_codes_at_sign_ins_do_not_block_a_confirmation() {
        Enrolled old = factors.enroll(ada);
        String token = factors.waitingSignIn(ada);
        for (int i = 0; i < 5; i++) {
            factors.answer(token, factors.wrong(old.secret()));
        }

        assertThat(confirm(factors.now(begin()))).isInstanceOf(ConfirmTotp.Result.Confirmed.class);
    }

    @Test
    void without_any_factor_left_the_recovery_codes_are_void() {
        factors.enroll(ada);
        notices();

        assertThat(factors.removeTotp.remove(factors.signedIn(ada))).isEqualTo(new RemoveTotp.Removed(true));

        assertThat(club.secondFactors.of(ada.id())).isEmpty();
        assertThat(club.recoveryCodes.left(ada.id())).isZero();
        assertThat(notices()).last().satisfies(mail -> {
            assertThat(mail.kind()).isEqualTo(MailKind.FACTOR_REMOVED);
            assertThat(mail.variables()).containsEntry("factor", "Authenticator app");
        });
    }

    @Test
    void with_a_passkey_left_the_recovery_codes_are_good() {
        factors.enroll(ada);
        club.passkeys.add(PasskeyFixture.of(ada.id()));

        factors.removeTotp.remove(factors.signedIn(ada));

        assertThat(club.secondFactors.of(ada.id())).containsExactly(SecondFactor.PASSKEY, SecondFactor.RECOVERY_CODE);
    }

    @Test
    void removing_what_is_not_there_tells_nobody() {
        TotpSecret secret = begin();

        assertThat(factors.removeTotp.remove(factors.signedIn(ada))).isEqualTo(new RemoveTotp.Removed(false));

        assertThat(notices()).isEmpty();
        assertThat(confirm(factors.now(secret))).isEqualTo(new ConfirmTotp.Result.CodeInvalid());
    }

    @Test
    void new_recovery_codes_take_the_place_of_the_old_ones() {
        Enrolled enrolled = factors.enroll(ada);

        RenewRecoveryCodes.Result result = factors.renewRecoveryCodes.renew(factors.signedIn(ada));

        List<RecoveryCode> renewed = ((RenewRecoveryCodes.Result.Renewed) result).codes();
        assertThat(renewed).hasSize(10).doesNotContainAnyElementsOf(enrolled.recoveryCodes());
        String token = factors.waitingSignIn(ada);
        assertThat(factors.answer(token, Factors.typed(enrolled.recoveryCodes().getFirst())))
                .isEqualTo(new AnswerSecondFactor.Result.CodeInvalid());
        assertThat(factors.answer(token, Factors.typed(renewed.getFirst())))
                .isInstanceOf(AnswerSecondFactor.Result.SignedIn.class);
        assertThat(club.mail(MailKind.FACTOR_ADDED, ada.email()).variables()).containsEntry("factor", "Recovery codes");
    }

    @Test
    void who_has_no_second_factor_gets_no_recovery_codes() {
        assertThat(factors.renewRecoveryCodes.renew(factors.signedIn(ada)))
                .isEqualTo(new RenewRecoveryCodes.Result.FactorMissing());
        assertThat(club.recoveryCodes.left(ada.id())).isZero();
    }

    @Test
    void whose_factor_is_removed_while_recovery_codes_are_hashed_gets_none() {
        factors.enroll(ada);
        Actor.SignedIn actor = factors.signedIn(ada);
        club.whileHashing = () -> {
            club.totpSecrets.remove(ada.id());
            club.recoveryCodes.remove(ada.id());
        };

        assertThat(factors.renewRecoveryCodes.renew(actor)).isEqualTo(new RenewRecoveryCodes.Result.FactorMissing());
        assertThat(club.recoveryCodes.left(ada.id())).isZero();
    }

    @Test
    void tells_what_a_user_has() {
        assertThat(factors.getFactors.get(factors.signedIn(ada)))
                .isEqualTo(new GetFactors.Factors(false, 0, List.of()));

        Enrolled enrolled = factors.enroll(ada);
        Passkey passkey = PasskeyFixture.of(ada.id());
        club.passkeys.add(passkey);
        factors.answer(
                factors.waitingSignIn(ada),
                Factors.typed(enrolled.recoveryCodes().getFirst()));

        assertThat(factors.getFactors.get(factors.signedIn(ada)))
                .isEqualTo(new GetFactors.Factors(true, 9, List.of(passkey)));
    }

    @Test
    void whoever_has_a_factor_must_have_authenticated_within_ten_minutes() {
        factors.enroll(ada);
        Actor.SignedIn actor = factors.signedIn(ada);
        TotpSecret secret = factors.beginTotp.begin(actor).secret();
        club.clock.advance(Duration.ofMinutes(10));

        for (Runnable change : List.<Runnable>of(
                () -> factors.beginTotp.begin(actor),
                () -> confirm(actor, factors.now(secret)),
                () -> factors.removeTotp.remove(actor),
                () -> factors.renewRecoveryCodes.renew(actor))) {
            assertThatThrownBy(change::run).isInstanceOf(ReauthenticationRequired.class);
        }
        assertThat(club.totpSecrets.active(ada.id())).isPresent();
        assertThat(confirm(factors.now(secret))).isInstanceOf(ConfirmTotp.Result.Confirmed.class);
    }

    @Test
    void whoever_has_no_factor_may_add_one_with_an_old_token() {
        Actor.SignedIn old = (Actor.SignedIn) Club.as(ada);

        TotpSecret secret = factors.beginTotp.begin(old).secret();

        assertThat(confirm(old, factors.now(secret))).isInstanceOf(ConfirmTotp.Result.Confirmed.class);
    }

    @Test
    void a_token_for_enrollment_only_is_replaced_by_one_of_the_same_session() {
        Actor.SignedIn actor = factors.signedIn(ada, true);
        TotpSecret secret = factors.beginTotp.begin(actor).secret();
        club.clock.advance(Duration.ofMinutes(12));

        ConfirmTotp.Result result = confirm(actor, factors.now(secret));

        FinishEnrollment.Enrolled enrolled = ((ConfirmTotp.Result.Confirmed) result).enrolled();
        assertThat(enrolled.session()).isNotNull();
        assertThat(enrolled.session().enrollmentRequired()).isFalse();
        assertThat(enrolled.session().accessToken().value())
                .contains(actor.session().toString());
        assertThat(factors.sessions(ada)).singleElement().satisfies(session -> {
            assertThat(session.id()).isEqualTo(actor.session());
            assertThat(session.authenticatedAt()).isEqualTo(club.clock.instant());
            assertThat(session.authenticationMethods())
                    .containsExactly(AuthenticationMethod.PWD, AuthenticationMethod.OTP);
        });
    }

    @Test
    void an_administrator_removes_all_factors_of_a_user_whose_sessions_end() {
        Enrolled enrolled = factors.enroll(ada);
        club.passkeys.add(PasskeyFixture.of(ada.id()));
        Actor.SignedIn session = factors.signedIn(ada);

        assertThat(factors.resetFactors.reset(Club.as(admin), ada.id())).isEqualTo(new ResetFactors.Result.Reset(true));

        assertThat(club.secondFactors.of(ada.id())).isEmpty();
        assertThat(club.recoveryCodes.left(ada.id())).isZero();
        assertThat(factors.sessions(ada)).isEmpty();
        assertThat(club.revocations.isRevoked(session)).isTrue();
        assertThat(club.mail(MailKind.FACTOR_REMOVED, ada.email()).variables())
                .containsEntry("factor", "All second factors");
        assertThat(enrolled.recoveryCodes()).isNotEmpty();
    }

    @Test
    void removing_no_factors_ends_no_sessions() {
        factors.signedIn(ada);

        assertThat(factors.resetFactors.reset(Club.as(admin), ada.id()))
                .isEqualTo(new ResetFactors.Result.Reset(false));

        assertThat(factors.sessions(ada)).hasSize(1);
        assertThat(notices()).isEmpty();
    }

    @Test
    void only_administrators_remove_the_factors_of_others() {
        User client = club.join(UserFixture.user());
        factors.enroll(ada);

        assertThat(factors.resetFactors.reset(Club.as(client), ada.id()))
                .isEqualTo(new ResetFactors.Result.NotAllowed());
        assertThat(factors.resetFactors.reset(Club.as(admin), new UserId(UUID.randomUUID())))
                .isEqualTo(new ResetFactors.Result.NotFound());
        assertThat(club.secondFactors.of(ada.id())).isNotEmpty();
    }

    @Test
    void an_administrator_with_a_factor_must_have_authenticated_within_ten_minutes() {
        factors.enroll(ada);
        factors.enroll(admin);
        Actor.SignedIn actor = factors.signedIn(admin);
        club.clock.advance(Duration.ofMinutes(10));

        assertThatThrownBy(() -> factors.resetFactors.reset(actor, ada.id()))
                .isInstanceOf(ReauthenticationRequired.class);
        assertThat(club.secondFactors.of(ada.id())).isNotEmpty();
        assertThatCode(() -> factors.resetFactors.reset(factors.signedIn(admin), ada.id()))
                .doesNotThrowAnyException();
    }

    @Test
    void a_passkey_that_is_the_only_way_in_is_not_removed() {
        User grace = UserFixture.user().passwordHash(null).build();
        club.users.add(grace);
        club.passkeys.add(PasskeyFixture.of(grace.id()));

        assertThat(factors.resetFactors.reset(Club.as(admin), grace.id()))
                .isEqualTo(new ResetFactors.Result.LastSignInMethod());
        assertThat(club.secondFactors.of(grace.id())).isNotEmpty();

        club.transactions.call(() -> {
            club.users.lock(grace.id());
            club.identities.link(new Subject("google", "1"), grace.id(), Instant.EPOCH);
            return true;
        });
        assertThat(factors.resetFactors.reset(Club.as(admin), grace.id()))
                .isEqualTo(new ResetFactors.Result.Reset(true));
    }

    @Test
    void sessions_of_others_stay() {
        factors.enroll(ada);
        User bystander = club.join(UserFixture.user());
        factors.signedIn(bystander);

        factors.resetFactors.reset(Club.as(admin), ada.id());

        assertThat(factors.sessions(bystander)).extracting(Session::user).containsExactly(bystander.id());
    }
}
