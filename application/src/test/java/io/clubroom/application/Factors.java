package io.clubroom.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.auth.ListSignInMethods;
import io.clubroom.application.auth.SignIn;
import io.clubroom.application.enrollment.BeginTotp;
import io.clubroom.application.enrollment.ConfirmTotp;
import io.clubroom.application.enrollment.FinishEnrollment;
import io.clubroom.application.enrollment.GetFactors;
import io.clubroom.application.enrollment.RemoveTotp;
import io.clubroom.application.enrollment.RenewRecoveryCodes;
import io.clubroom.application.enrollment.ResetFactors;
import io.clubroom.application.factor.AnswerSecondFactor;
import io.clubroom.application.factor.FactorAnswer;
import io.clubroom.application.factor.JudgeAnswer;
import io.clubroom.application.factor.Reauthenticate;
import io.clubroom.application.factor.VerifyCode;
import io.clubroom.application.mail.SendFactorNotice;
import io.clubroom.application.passkey.VerifyPasskey;
import io.clubroom.domain.PublicName;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.factor.RandomBytes;
import io.clubroom.domain.factor.RecoveryCode;
import io.clubroom.domain.factor.TotpSecret;
import io.clubroom.domain.factor.TypedCode;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.session.Session;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.User;
import io.clubroom.testkit.factor.SecondFactorsContract;
import io.clubroom.testkit.passkey.RefusedCeremonies;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The use cases of second factors in a club. */
public final class Factors {
    public static final Device DEVICE = new Device("192.0.2.7", "A browser");

    private static final RandomBytes RANDOM = count -> {
        byte[] bytes = new byte[count];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    };

    /** Users who must verify their addresses cannot sign in before. Nobody must unless a test says so. */
    public static final RegistrationPolicy VERIFIED_ONLY =
            new RegistrationPolicy(RegistrationPolicy.Mode.OPEN, Set.of(), true, Optional.empty());

    private final Club club;
    public final BeginTotp beginTotp;
    public final ConfirmTotp confirmTotp;
    public final RemoveTotp removeTotp;
    public final RenewRecoveryCodes renewRecoveryCodes;
    public final GetFactors getFactors;
    public final ResetFactors resetFactors;
    public final AnswerSecondFactor answerSecondFactor;
    public final Reauthenticate reauthenticate;

    public Factors(Club club) {
        this.club = club;
        SendFactorNotice notice = new SendFactorNotice(club.sendMail, club.clock);
        beginTotp = new BeginTotp(
                club.useCaseTransactions,
                club.users,
                club.totpSecrets,
                club.stepUp,
                new PublicName("Club & Friends"),
                RANDOM,
                club.clock);
        confirmTotp = new ConfirmTotp(
                club.useCaseTransactions,
                club.users,
                club.totpSecrets,
                club.wrongAnswers,
                club.stepUp,
                club.generateRecoveryCodes,
                new FinishEnrollment(club.recoveryCodes, club.continueSession),
                notice,
                club.clock);
        removeTotp = new RemoveTotp(
                club.useCaseTransactions,
                club.users,
                club.totpSecrets,
                club.recoveryCodes,
                club.secondFactors,
                club.stepUp,
                notice);
        renewRecoveryCodes = new RenewRecoveryCodes(
                club.useCaseTransactions,
                club.users,
                club.secondFactors,
                club.recoveryCodes,
                club.generateRecoveryCodes,
                club.stepUp,
                notice);
        getFactors = new GetFactors(
                club.secondFactors, club.recoveryCodes, club.passkeys, SecondFactorsContract.RELYING_PARTY);
        resetFactors = new ResetFactors(
                club.useCaseTransactions,
                club.admins,
                club.users,
                club.secondFactors,
                new ListSignInMethods(club.identities, club.passkeys, SecondFactorsContract.RELYING_PARTY),
                club.removeFactors,
                club.revokeSessions,
                club.stepUp,
                notice);
        JudgeAnswer judge = new JudgeAnswer(
                club.wrongAnswers,
                new VerifyCode(club.totpSecrets, club.recoveryCodes, club::hash, notice, club.clock),
                new VerifyPasskey(
                        club.passkeys,
                        club.passkeyChallenges,
                        new RefusedCeremonies(),
                        SecondFactorsContract.RELYING_PARTY,
                        club.clock),
                club.clock);
        answerSecondFactor = new AnswerSecondFactor(
                club.useCaseTransactions,
                club.pendingSignIns,
                club.users,
                club.secondFactors,
                judge,
                club.openSession,
                VERIFIED_ONLY,
                club.clock);
        reauthenticate =
                new Reauthenticate(club.useCaseTransactions, club.users, club.passwords, judge, club.continueSession);
    }

    /** What a user keeps of a second factor. */
    public record Enrolled(TotpSecret secret, List<RecoveryCode> recoveryCodes) {}

    /** Adds an authenticator app to the user, 90 seconds before now, so that all codes of now are good. */
    public Enrolled enroll(User user) {
        club.clock.advance(Duration.ofSeconds(-90));
        Actor.SignedIn actor = signedIn(user);
        TotpSecret secret = beginTotp.begin(actor).secret();
        ConfirmTotp.Result result = confirmTotp.confirm(actor, now(secret), DEVICE);
        club.clock.advance(Duration.ofSeconds(90));
        assertThat(result).isInstanceOf(ConfirmTotp.Result.Confirmed.class);
        return new Enrolled(
                secret, ((ConfirmTotp.Result.Confirmed) result).enrolled().recoveryCodes());
    }

    /** The user with a session that begins now. */
    public Actor.SignedIn signedIn(User user) {
        return signedIn(user, false);
    }

    public Actor.SignedIn signedIn(User user, boolean enrollmentOnly) {
        User stored = club.stored(user);
        Set<UUID> earlier = ids(user);
        club.transactions.call(
                () -> club.openSession.open(stored, SignInMethod.PASSWORD, Set.of(AuthenticationMethod.PWD), DEVICE));
        Session session = sessions(user).stream()
                .filter(candidate -> !earlier.contains(candidate.id().value()))
                .findFirst()
                .orElseThrow();
        return new Actor.SignedIn(
                stored.id(),
                stored.role(),
                stored.tokenVersion(),
                session.id(),
                session.authenticatedAt(),
                enrollmentOnly);
    }

    private Set<UUID> ids(User user) {
        return sessions(user).stream().map(session -> session.id().value()).collect(Collectors.toSet());
    }

    public List<Session> sessions(User user) {
        return club.sessions.list(user.id(), 0);
    }

    /** Signs in with the password and returns the token of the sign-in that waits for the second factor. */
    public String waitingSignIn(User user) {
        return ((SignIn.Result.SecondFactorRequired)
                        club.signIn.signIn(club.stored(user).email(), Club.PASSWORD, DEVICE))
                .question()
                .token();
    }

    public AnswerSecondFactor.Result answer(String token, TypedCode code) {
        return answerSecondFactor.answer(token, new FactorAnswer.Code(code), DEVICE);
    }

    /** The code of the app at this moment. */
    public TypedCode now(TotpSecret secret) {
        return TypedCode.of(secret.codeAt(club.clock.instant()));
    }

    public static TypedCode typed(RecoveryCode code) {
        return TypedCode.of(code.text());
    }

    /** A code that is wrong for this app at any time near. */
    public TypedCode wrong(TotpSecret secret) {
        for (int number = 0; ; number++) {
            String code = "00000" + number;
            if (List.of(-60, -30, 0, 30, 60).stream()
                    .noneMatch(seconds -> secret.codeAt(club.clock.instant().plusSeconds(seconds))
                            .equals(code))) {
                return TypedCode.of(code);
            }
        }
    }
}
