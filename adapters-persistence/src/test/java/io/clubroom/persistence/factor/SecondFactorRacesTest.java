package io.clubroom.persistence.factor;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.application.auth.IssueTokens;
import io.clubroom.application.auth.OpenSession;
import io.clubroom.application.auth.RevokeSession;
import io.clubroom.application.factor.AnswerSecondFactor;
import io.clubroom.application.factor.FactorAnswer;
import io.clubroom.application.factor.JudgeAnswer;
import io.clubroom.application.factor.VerifyCode;
import io.clubroom.application.mail.SendFactorNotice;
import io.clubroom.application.mail.SendMail;
import io.clubroom.application.passkey.VerifyPasskey;
import io.clubroom.domain.auth.AccessTokenLifetime;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.factor.PendingSignIn;
import io.clubroom.domain.factor.RecoveryCodeHasher;
import io.clubroom.domain.factor.RecoveryCodes;
import io.clubroom.domain.factor.RecoverySalt;
import io.clubroom.domain.factor.SecondFactorPolicy;
import io.clubroom.domain.factor.Totp;
import io.clubroom.domain.factor.TotpSecret;
import io.clubroom.domain.factor.TypedCode;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.User;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.persistence.Node;
import io.clubroom.testkit.Race;
import io.clubroom.testkit.auth.ReadableAccessTokens;
import io.clubroom.testkit.factor.SecondFactorsContract;
import io.clubroom.testkit.passkey.RefusedCeremonies;
import io.clubroom.testkit.user.UserFixture;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Answers to the question for a second factor that arrive at two nodes at the same moment. */
class SecondFactorRacesTest {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    private static final Instant NOW = Instant.parse("2025-06-01T12:00:00Z");
    private static final InstantSource CLOCK = InstantSource.fixed(NOW);
    private static final RecoveryCodeHasher HASHER = (code, salt) -> SecretHash.of(code.text() + salt.hex());
    private static final TotpSecret SECRET = new TotpSecret(new byte[20]);
    private static final TypedCode RECOVERY_CODE = TypedCode.of("abcde-23456");

    private static final int TRIES = 100;

    /** Few, because each waits for those before it, and a statement is cancelled when it has waited for long. */
    private static final int RUNNERS = 5;

    private static Node other;

    private final User user = UserFixture.user().build();

    @BeforeAll
    static void start() {
        other = Node.on(STORE.database(), 12);
    }

    @AfterAll
    static void stop() {
        other.close();
    }

    @BeforeEach
    void enroll() {
        Node node = STORE.node();
        RecoverySalt salt = new RecoverySalt("ff");
        node.users().add(user);
        node.totpSecrets().activate(user.id(), Totp.begun(SECRET, NOW));
        node.recoveryCodes()
                .replace(
                        user.id(),
                        new RecoveryCodes.Hashed(
                                salt,
                                Set.of(HASHER.hash(RECOVERY_CODE.recoveryCode().orElseThrow(), salt)),
                                NOW));
    }

    private static AnswerSecondFactor on(Node node) {
        AccessTokenLifetime lifetime = new AccessTokenLifetime(Duration.ofHours(1));
        OpenSession openSession = new OpenSession(
                node.sessions(),
                new RevokeSession(node.sessions(), node.refreshTokens(), node.revocations(), CLOCK),
                lifetime,
                new IssueTokens(
                        new ReadableAccessTokens(),
                        node.refreshTokens(),
                        node.secondFactors(),
                        SecondFactorPolicy.OPTIONAL,
                        CLOCK,
                        () -> UUID.randomUUID().toString()),
                CLOCK,
                UUID::randomUUID);
        SendMail sendMail = new SendMail(
                node.transactions(), node.outbox(), (kind, _) -> kind.text(), CLOCK, UUID::randomUUID, () -> {});
        return new AnswerSecondFactor(
                node.transactions(),
                node.pendingSignIns(),
                node.users(),
                node.secondFactors(),
                new JudgeAnswer(
                        node.wrongAnswers(),
                        new VerifyCode(
                                node.totpSecrets(),
                                node.recoveryCodes(),
                                HASHER,
                                new SendFactorNotice(sendMail, CLOCK),
                                CLOCK),
                        new VerifyPasskey(
                                node.passkeys(),
                                node.passkeyChallenges(),
                                new RefusedCeremonies(),
                                SecondFactorsContract.RELYING_PARTY,
                                CLOCK),
                        CLOCK),
                openSession,
                RegistrationPolicy.OPEN,
                CLOCK);
    }

    private String waitingSignIn() {
        String token = UUID.randomUUID().toString();
        STORE.node()
                .pendingSignIns()
                .add(new PendingSignIn(
                        SecretHash.of(token),
                        user.id(),
                        user.tokenVersion(),
                        SignInMethod.PASSWORD,
                        Set.of(AuthenticationMethod.PWD),
                        NOW.plusSeconds(60)));
        return token;
    }

    /** Answers 100 times, 5 at the same moment, on both nodes, each with a sign-in of its own. */
    private List<AnswerSecondFactor.Result> answerOften(IntFunction<TypedCode> code) {
        List<AnswerSecondFactor> nodes = List.of(on(STORE.node()), on(other));
        return Race.of(
                        RUNNERS,
                        runner -> IntStream.range(0, TRIES / RUNNERS)
                                .mapToObj(number -> nodes.get(runner % 2)
                                        .answer(
                                                waitingSignIn(),
                                                new FactorAnswer.Code(code.apply(RUNNERS * number + runner)),
                                                Device.UNKNOWN))
                                .toList())
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private static long count(List<AnswerSecondFactor.Result> results, Class<?> type) {
        return results.stream().filter(type::isInstance).count();
    }

    @Test
    void a_code_is_good_once() {
        TypedCode code = TypedCode.of(SECRET.codeAt(NOW));

        assertThat(count(answerOften(_ -> code), AnswerSecondFactor.Result.SignedIn.class))
                .isEqualTo(1);
    }

    @Test
    void a_recovery_code_is_good_for_one_of_100_sign_ins() {
        List<AnswerSecondFactor.Result> results = answerOften(_ -> RECOVERY_CODE);

        assertThat(count(results, AnswerSecondFactor.Result.SignedIn.class)).isEqualTo(1);
        assertThat(STORE.node().recoveryCodes().left(user.id())).isZero();
    }

    @Test
    void of_100_wrong_codes_five_are_judged() {
        List<AnswerSecondFactor.Result> results = answerOften(number -> TypedCode.of("wrong " + number));

        assertThat(count(results, AnswerSecondFactor.Result.CodeInvalid.class)).isEqualTo(5);
        assertThat(count(results, AnswerSecondFactor.Result.Blocked.class)).isEqualTo(95);
    }

    @Test
    void a_sign_in_is_completed_once() {
        String token = waitingSignIn();
        List<AnswerSecondFactor> nodes = List.of(on(STORE.node()), on(other));
        List<TypedCode> codes = List.of(TypedCode.of(SECRET.codeAt(NOW)), RECOVERY_CODE);

        List<AnswerSecondFactor.Result> results = Race.of(
                2, number -> nodes.get(number).answer(token, new FactorAnswer.Code(codes.get(number)), Device.UNKNOWN));

        assertThat(count(results, AnswerSecondFactor.Result.SignedIn.class)).isEqualTo(1);
        assertThat(count(results, AnswerSecondFactor.Result.TokenInvalid.class)).isEqualTo(1);
    }
}
