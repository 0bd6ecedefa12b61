package io.clubroom.application.factor;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.Club;
import io.clubroom.application.Ending;
import io.clubroom.application.Factors;
import io.clubroom.application.Factors.Enrolled;
import io.clubroom.application.auth.SecondFactorQuestion;
import io.clubroom.application.auth.SignIn;
import io.clubroom.application.identity.BeginExternalSignIn;
import io.clubroom.application.identity.CompleteExternalSignIn;
import io.clubroom.application.identity.ExchangeSignInCode;
import io.clubroom.application.passkey.BeginPasskeyAnswer;
import io.clubroom.application.passkey.PasskeyAnswer;
import io.clubroom.application.passkey.PasskeyOffer;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.factor.PendingSignIn;
import io.clubroom.domain.factor.SecondFactor;
import io.clubroom.domain.factor.TypedCode;
import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.Provider;
import io.clubroom.domain.identity.ProviderAnswer;
import io.clubroom.domain.identity.Subject;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.passkey.CredentialId;
import io.clubroom.domain.passkey.PasskeyCeremonies.Assertion;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.passkey.PasskeyFixture;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SecondFactorTest {
    private final Club club = new Club();
    private final Factors factors = new Factors(club);
    private final User ada = club.join(UserFixture.user().role(Role.TRAINER).email("ada@example.com"));
    private final Enrolled enrolled = factors.enroll(ada);

    private void withoutSessions() {
        factors.sessions(ada).forEach(session -> club.sessions.remove(session.id()));
    }

    private TypedCode code() {
        return factors.now(enrolled.secret());
    }

    private TypedCode recoveryCode(int number) {
        return Factors.typed(enrolled.recoveryCodes().get(number));
    }

    private void assertTokenInvalid(String token) {
        assertThat(factors.answer(token, code())).isEqualTo(new AnswerSecondFactor.Result.TokenInvalid());
    }

    @Test
    void a_password_is_not_enough_for_whoever_has_a_second_factor() {
        withoutSessions();

        SignIn.Result result = club.signIn.signIn(ada.email(), Club.PASSWORD, Factors.DEVICE);

        SecondFactorQuestion question = ((SignIn.Result.SecondFactorRequired) result).question();
        assertThat(question.methods()).containsExactly(SecondFactor.TOTP, SecondFactor.RECOVERY_CODE);
        assertThat(question).hasToString("SecondFactorQuestion[methods=[TOTP, RECOVERY_CODE]]");
        assertThat(factors.sessions(ada)).isEmpty();
    }

    @Test
    void names_the_methods_that_the_account_has() {
        club.passkeys.add(PasskeyFixture.of(ada.id()));
        enrolled.recoveryCodes().forEach(code -> {
            factors.answer(factors.waitingSignIn(ada), Factors.typed(code));
        });

        SignIn.Result result = club.signIn.signIn(ada.email(), Club.PASSWORD, Factors.DEVICE);

        assertThat(((SignIn.Result.SecondFactorRequired) result).question().methods())
                .containsExactly(SecondFactor.PASSKEY, SecondFactor.TOTP);
    }

    @Test
    void a_wrong_password_does_not_tell_that_there_is_a_second_factor() {
        assertThat(club.signIn.signIn(ada.email(), Password.of("WrongPass123"), Factors.DEVICE))
                .isEqualTo(new SignIn.Result.WrongCredentials());
    }

    @Test
    void a_code_completes_the_sign_in_once() {
        withoutSessions();
        String token = factors.waitingSignIn(ada);

        AnswerSecondFactor.Result result = factors.answer(token, code());

        assertThat(((AnswerSecondFactor.Result.SignedIn) result).factor()).isEqualTo(SecondFactor.TOTP);
        assertThat(factors.sessions(ada)).singleElement().satisfies(session -> {
            assertThat(session.method()).isEqualTo(SignInMethod.PASSWORD);
            assertThat(session.authenticationMethods())
                    .containsExactly(AuthenticationMethod.PWD, AuthenticationMethod.OTP);
            assertThat(session.device()).isEqualTo(Factors.DEVICE);
        });
        assertThat(factors.answer(token, recoveryCode(0))).isEqualTo(new AnswerSecondFactor.Result.TokenInvalid());
        assertThat(club.recoveryCodes.left(ada.id())).isEqualTo(10);
    }

    @Test
    void a_code_is_good_for_one_of_several_sign_ins() {
        List<String> tokens = List.of(factors.waitingSignIn(ada), factors.waitingSignIn(ada));
        TypedCode code = code();

        List<AnswerSecondFactor.Result> results = Race.of(2, number -> factors.answer(tokens.get(number), code));

        assertThat(results).hasAtLeastOneElementOfType(AnswerSecondFactor.Result.SignedIn.class);
        assertThat(results).containsOnlyOnce(new AnswerSecondFactor.Result.CodeInvalid());
    }

    @Test
    void a_recovery_code_completes_a_sign_in_once_and_a_mail_tells() {
        assertThat(factors.answer(factors.waitingSignIn(ada), recoveryCode(3)))
                .extracting(result -> ((AnswerSecondFactor.Result.SignedIn) result).factor())
                .isEqualTo(SecondFactor.RECOVERY_CODE);

        assertThat(factors.answer(factors.waitingSignIn(ada), recoveryCode(3)))
                .isEqualTo(new AnswerSecondFactor.Result.CodeInvalid());
        assertThat(club.mail(MailKind.RECOVERY_CODE_USED, ada.email()).variables())
                .containsEntry("left", "9");
    }

    @Test
    void a_wrong_code_leaves_the_sign_in_waiting() {
        String token = factors.waitingSignIn(ada);

        assertThat(factors.answer(token, factors.wrong(enrolled.secret())))
                .isEqualTo(new AnswerSecondFactor.Result.CodeInvalid());
        assertThat(factors.answer(token, TypedCode.of(""))).isEqualTo(new AnswerSecondFactor.Result.CodeInvalid());
        assertThat(factors.answer(token, TypedCode.of("aaaaa-aaaaa")))
                .isEqualTo(new AnswerSecondFactor.Result.CodeInvalid());
        assertThat(factors.answer(token, code())).isInstanceOf(AnswerSecondFactor.Result.SignedIn.class);
    }

    @Test
    void after_five_wrong_answers_none_is_judged_until_the_first_is_fifteen_minutes_old() {
        Actor.SignedIn session = factors.signedIn(ada);
        for (int i = 0; i < 5; i++) {
            assertThat(
                            i % 2 == 0
                                    ? factors.answer(factors.waitingSignIn(ada), factors.wrong(enrolled.secret()))
                                    : reauthenticate(session, factors.wrong(enrolled.secret())))
                    .isIn(new AnswerSecondFactor.Result.CodeInvalid(), new Reauthenticate.Result.CodeInvalid());
            club.clock.advance(Duration.ofMinutes(1));
        }

        Duration pause = Duration.ofMinutes(10);
        assertThat(factors.answer(factors.waitingSignIn(ada), code()))
                .isEqualTo(new AnswerSecondFactor.Result.Blocked(pause));
        assertThat(factors.answer(factors.waitingSignIn(ada), recoveryCode(0)))
                .isEqualTo(new AnswerSecondFactor.Result.Blocked(pause));
        assertThat(reauthenticate(session, code())).isEqualTo(new Reauthenticate.Result.Blocked(pause));

        club.clock.advance(pause);
        assertThat(factors.answer(factors.waitingSignIn(ada), code()))
                .isInstanceOf(AnswerSecondFactor.Result.SignedIn.class);
        assertThat(club.recoveryCodes.left(ada.id())).isEqualTo(10);
    }

    @Test
    void wrong_passkeys_count_like_wrong_codes() {
        String token = factors.waitingSignIn(ada);
        for (int i = 0; i < 5; i++) {
            PasskeyOffer offer = ((BeginPasskeyAnswer.Result.Begun) club.beginPasskeyAnswer.begin(token)).offer();
            Assertion unknown = new Assertion(new CredentialId("AAAA"), "", "", "", null);
            FactorAnswer wrong =
                    new FactorAnswer.Passkey(new PasskeyAnswer(offer.challenge().id(), unknown));
            assertThat(factors.answerSecondFactor.answer(token, wrong, Factors.DEVICE))
                    .isEqualTo(new AnswerSecondFactor.Result.CredentialInvalid());
        }

        assertThat(factors.answer(token, code())).isInstanceOf(AnswerSecondFactor.Result.Blocked.class);
    }

    @Test
    void right_answers_do_not_forgive_wrong_ones() {
        for (int i = 0; i < 4; i++) {
            factors.answer(factors.waitingSignIn(ada), factors.wrong(enrolled.secret()));
        }
        factors.answer(factors.waitingSignIn(ada), code());
        factors.answer(factors.waitingSignIn(ada), factors.wrong(enrolled.secret()));

        assertThat(factors.answer(factors.waitingSignIn(ada), recoveryCode(0)))
                .isInstanceOf(AnswerSecondFactor.Result.Blocked.class);
    }

    @Test
    void a_sign_in_waits_five_minutes() {
        String token = factors.waitingSignIn(ada);
        String other = factors.waitingSignIn(ada);

        club.clock.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(factors.answer(token, code())).isInstanceOf(AnswerSecondFactor.Result.SignedIn.class);

        club.clock.advance(Duration.ofMillis(1));
        assertThat(factors.answer(other, recoveryCode(0))).isEqualTo(new AnswerSecondFactor.Result.TokenInvalid());
        assertTokenInvalid("made up");
    }

    @Test
    void who_must_verify_the_address_first_cannot_complete_a_sign_in_with_a_password() {
        User maria = club.join(UserFixture.user().mustVerifyEmail());
        Enrolled hers = factors.enroll(maria);
        String token = factors.waitingSignIn(maria);
        TypedCode code = factors.now(hers.secret());
        int sessions = factors.sessions(maria).size();

        assertThat(factors.answer(token, code)).isEqualTo(new AnswerSecondFactor.Result.EmailUnverified(maria.email()));
        assertThat(factors.sessions(maria)).hasSize(sessions);

        club.transactions.run(() -> club.users.update(maria.verified(club.clock.instant())));
        assertThat(factors.answer(token, code))
                .as("neither is used up")
                .isInstanceOf(AnswerSecondFactor.Result.SignedIn.class);
    }

    @Test
    void who_must_verify_the_address_first_can_sign_in_with_a_provider() {
        User maria = club.join(UserFixture.user().mustVerifyEmail());
        Enrolled hers = factors.enroll(maria);
        club.pendingSignIns.add(new PendingSignIn(
                SecretHash.of("token"),
                maria.id(),
                maria.tokenVersion(),
                SignInMethod.OAUTH,
                Set.of(AuthenticationMethod.FED),
                club.clock.instant().plus(PendingSignIn.LIFETIME)));

        assertThat(factors.answer("token", factors.now(hers.secret())))
                .isInstanceOf(AnswerSecondFactor.Result.SignedIn.class);
    }

    @ParameterizedTest
    @EnumSource
    void a_sign_in_ends_with_the_tokens_of_its_user(Ending ending) {
        String token = factors.waitingSignIn(ada);

        ending.of(club, ada);

        assertTokenInvalid(token);
    }

    @Test
    void a_sign_in_ends_when_the_last_factor_is_removed_meanwhile() {
        String token = factors.waitingSignIn(ada);
        club.useCaseTransactions.beforeNext(() -> factors.removeTotp.remove(factors.signedIn(ada)));

        assertTokenInvalid(token);
        assertThat(club.signIn.signIn(ada.email(), Club.PASSWORD, Factors.DEVICE))
                .isInstanceOf(SignIn.Result.SignedIn.class);
    }

    private CompleteExternalSignIn.Result complete(@Nullable String returnTo) {
        Subject gitHub = new Subject("github", "1");
        club.transactions.call(() -> {
            club.users.lock(ada.id());
            club.identities.link(gitHub, ada.id(), Instant.EPOCH);
            return true;
        });
        club.providers.grant("code", Provider.GITHUB, new ExternalIdentity(gitHub, ada.email(), "Ada"));
        String address = ((BeginExternalSignIn.Result.Begun)
                        club.beginExternalSignIn().begin(Provider.GITHUB, returnTo, "browser"))
                .address();
        return club.completeExternalSignIn()
                .complete(
                        club.providers.secrets(address).state(),
                        "browser",
                        new ProviderAnswer.Granted("code", null),
                        Factors.DEVICE);
    }

    @Test
    void an_external_sign_in_asks_for_the_second_factor() {
        withoutSessions();

        CompleteExternalSignIn.Result result = complete(null);

        String token = ((CompleteExternalSignIn.Result.SecondFactorRequired) result)
                .question()
                .token();
        assertThat(factors.sessions(ada)).isEmpty();
        assertThat(factors.answer(token, code())).isInstanceOf(AnswerSecondFactor.Result.SignedIn.class);
        assertThat(factors.sessions(ada)).singleElement().satisfies(session -> {
            assertThat(session.method()).isEqualTo(SignInMethod.OAUTH);
            assertThat(session.authenticationMethods())
                    .containsExactlyInAnyOrder(AuthenticationMethod.FED, AuthenticationMethod.OTP);
        });
    }

    @Test
    void a_page_gets_the_question_in_the_place_of_a_code() {
        CompleteExternalSignIn.Result result = complete(Club.RETURN_URL);

        assertThat(result).isInstanceOfSatisfying(CompleteExternalSignIn.Result.SecondFactorRequired.class, asked -> {
            assertThat(asked.returnTo()).isEqualTo(Club.RETURN_URL);
            assertThat(factors.answer(asked.question().token(), code()))
                    .isInstanceOf(AnswerSecondFactor.Result.SignedIn.class);
        });
    }

    @Test
    void a_code_of_before_the_factor_is_not_enough() {
        factors.removeTotp.remove(factors.signedIn(ada));
        String code = ((CompleteExternalSignIn.Result.HandedOver) complete(Club.RETURN_URL)).code();
        Enrolled again = factors.enroll(ada);

        ExchangeSignInCode.Result result = club.exchangeSignInCode().exchange(code, Factors.DEVICE);

        assertThat(result)
                .isInstanceOfSatisfying(
                        ExchangeSignInCode.Result.SecondFactorRequired.class,
                        asked -> assertThat(factors.answer(asked.question().token(), factors.now(again.secret())))
                                .isInstanceOf(AnswerSecondFactor.Result.SignedIn.class));
    }

    private Reauthenticate.Result reauthenticate(Actor.SignedIn actor, TypedCode code) {
        return factors.reauthenticate.reauthenticate(
                actor, new Reauthenticate.Proof.ByFactor(new FactorAnswer.Code(code)), Factors.DEVICE);
    }

    private Reauthenticate.Result reauthenticate(Actor.SignedIn actor, Password password) {
        return factors.reauthenticate.reauthenticate(
                actor, new Reauthenticate.Proof.ByPassword(password), Factors.DEVICE);
    }

    private Session session(Actor.SignedIn actor) {
        return club.sessions.find(actor.session()).orElseThrow();
    }

    @Test
    void a_password_or_a_code_renews_the_authentication_of_a_session() {
        Actor.SignedIn actor = factors.signedIn(ada);
        int count = factors.sessions(ada).size();
        club.clock.advance(Duration.ofMinutes(20));

        assertThat(reauthenticate(actor, Club.PASSWORD))
                .isInstanceOfSatisfying(Reauthenticate.Result.Reauthenticated.class, result -> {
                    assertThat(result.factor()).isNull();
                    assertThat(result.session().accessToken().value())
                            .contains(actor.session().toString());
                });
        assertThat(session(actor).authenticatedAt()).isEqualTo(club.clock.instant());
        assertThat(session(actor).authenticationMethods()).containsExactly(AuthenticationMethod.PWD);

        club.clock.advance(Duration.ofMinutes(20));
        assertThat(reauthenticate(actor, code()))
                .extracting(result -> ((Reauthenticate.Result.Reauthenticated) result).factor())
                .isEqualTo(SecondFactor.TOTP);
        assertThat(session(actor).authenticatedAt()).isEqualTo(club.clock.instant());
        assertThat(session(actor).authenticationMethods())
                .containsExactly(AuthenticationMethod.PWD, AuthenticationMethod.OTP);
        assertThat(factors.sessions(ada)).hasSize(count);
    }

    @Test
    void a_wrong_password_or_code_renews_nothing() {
        Actor.SignedIn actor = factors.signedIn(ada);
        Session before = session(actor);
        club.clock.advance(Duration.ofMinutes(20));

        assertThat(reauthenticate(actor, Password.of("WrongPass123")))
                .isEqualTo(new Reauthenticate.Result.PasswordWrong());
        assertThat(reauthenticate(actor, factors.wrong(enrolled.secret())))
                .isEqualTo(new Reauthenticate.Result.CodeInvalid());
        assertThat(session(actor)).isEqualTo(before);
    }

    @Test
    void a_password_that_was_replaced_while_it_was_verified_is_wrong() {
        Actor.SignedIn actor = (Actor.SignedIn) Club.as(ada);
        club.useCaseTransactions.beforeNext(() -> Ending.NEW_PASSWORD.of(club, ada));

        assertThat(Club.resultOrReason(() -> reauthenticate(actor, Club.PASSWORD)))
                .isNotInstanceOf(Reauthenticate.Result.Reauthenticated.class);
    }

    @Test
    void a_token_without_a_session_gets_one() {
        withoutSessions();

        reauthenticate((Actor.SignedIn) Club.as(ada), Club.PASSWORD);

        assertThat(factors.sessions(ada)).hasSize(1);
    }
}
