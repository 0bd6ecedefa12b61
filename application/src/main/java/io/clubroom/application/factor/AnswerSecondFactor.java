package io.clubroom.application.factor;

import io.clubroom.application.auth.OpenSession;
import io.clubroom.application.auth.OpenedSession;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.factor.PendingSignIn;
import io.clubroom.domain.factor.PendingSignIns;
import io.clubroom.domain.factor.SecondFactor;
import io.clubroom.domain.factor.SecondFactors;
import io.clubroom.domain.passkey.PasskeyChallenge.Purpose;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Completes a sign-in that waits for the second factor. */
public final class AnswerSecondFactor {
    public sealed interface Result {
        /** @param factor the kind of the answer */
        record SignedIn(OpenedSession session, SecondFactor factor) implements Result {}

        /** There is no such sign-in, or it was completed, has expired or ended, or the account no longer has a second factor. */
        record TokenInvalid() implements Result {}

        /** The sign-in began with a password, and the user must verify the address first. The answer was not checked. */
        record EmailUnverified(Email email) implements Result {}

        record CodeInvalid() implements Result {}

        record CredentialInvalid() implements Result {}

        /** The challenge is unknown, was already answered, has expired, or is for another purpose or account. */
        record ChallengeInvalid() implements Result {}

        /** Too many wrong answers were given; further ones are not checked until this time has passed. */
        record Blocked(Duration retryAfter) implements Result {}
    }

    private final Transactions transactions;
    private final PendingSignIns signIns;
    private final Users users;
    private final SecondFactors factors;
    private final JudgeAnswer judgeAnswer;
    private final OpenSession openSession;
    private final RegistrationPolicy policy;
    private final InstantSource clock;

    public AnswerSecondFactor(
            Transactions transactions,
            PendingSignIns signIns,
            Users users,
            SecondFactors factors,
            JudgeAnswer judgeAnswer,
            OpenSession openSession,
            RegistrationPolicy policy,
            InstantSource clock) {
        this.transactions = transactions;
        this.signIns = signIns;
        this.users = users;
        this.factors = factors;
        this.judgeAnswer = judgeAnswer;
        this.openSession = openSession;
        this.policy = policy;
        this.clock = clock;
    }

    /**
     * @param token the token of the sign-in
     * @param device the device that gets the tokens
     */
    public Result answer(String token, FactorAnswer answer, Device device) {
        return transactions.call(() -> {
            Optional<PendingSignIn> found = signIns.find(SecretHash.of(token));
            Optional<User> user =
                    found.flatMap(signIn -> users.lock(signIn.user())).filter(owner -> isLive(found.get(), owner));
            if (user.isEmpty()) {
                return new Result.TokenInvalid();
            }
            // The address may have changed since the password was checked.
            if (found.get().method() == SignInMethod.PASSWORD && policy.mustVerifyFirst(user.get())) {
                return new Result.EmailUnverified(user.get().email());
            }
            return judge(found.get(), user.get(), answer, device);
        });
    }

    private boolean isLive(PendingSignIn signIn, User user) {
        return signIn.isLive(user, clock.instant())
                && !factors.of(user.id()).isEmpty()
                // It may have been completed while this call waited for the lock.
                && signIns.find(signIn.token()).isPresent();
    }

    private Result judge(PendingSignIn signIn, User user, FactorAnswer answer, Device device) {
        return switch (judgeAnswer.judge(user, Purpose.SECOND_FACTOR, answer)) {
            case JudgeAnswer.Result.Right(SecondFactor factor, AuthenticationMethod method) -> {
                signIns.remove(signIn.token());
                Set<AuthenticationMethod> proved = new HashSet<>(signIn.methods());
                proved.add(method);
                yield new Result.SignedIn(openSession.open(user, signIn.method(), proved, device), factor);
            }
            case JudgeAnswer.Result.CodeInvalid _ -> new Result.CodeInvalid();
            case JudgeAnswer.Result.CredentialInvalid _ -> new Result.CredentialInvalid();
            case JudgeAnswer.Result.ChallengeInvalid _ -> new Result.ChallengeInvalid();
            case JudgeAnswer.Result.Blocked(Duration retryAfter) -> new Result.Blocked(retryAfter);
        };
    }
}
