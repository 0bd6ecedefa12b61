package io.clubroom.application.factor;

import io.clubroom.application.auth.ContinueSession;
import io.clubroom.application.auth.OpenedSession;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.factor.SecondFactor;
import io.clubroom.domain.passkey.PasskeyChallenge.Purpose;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordHasher;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Issues new tokens for the same session to a user who proves again who they are. */
public final class Reauthenticate {
    /** The proof of the user's identity. */
    public sealed interface Proof {
        record ByPassword(Password password) implements Proof {}

        record ByFactor(FactorAnswer answer) implements Proof {}
    }

    public sealed interface Result {
        /** @param factor the kind of the answer, null for the password */
        record Reauthenticated(
                OpenedSession session, @Nullable SecondFactor factor) implements Result {}

        record PasswordWrong() implements Result {}

        record CodeInvalid() implements Result {}

        record CredentialInvalid() implements Result {}

        /** The challenge is unknown, was already answered, has expired, or is for another purpose or account. */
        record ChallengeInvalid() implements Result {}

        /** Too many wrong answers were given; further ones are not checked until this time has passed. */
        record Blocked(Duration retryAfter) implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final PasswordHasher passwords;
    private final JudgeAnswer judgeAnswer;
    private final ContinueSession continueSession;

    public Reauthenticate(
            Transactions transactions,
            Users users,
            PasswordHasher passwords,
            JudgeAnswer judgeAnswer,
            ContinueSession continueSession) {
        this.transactions = transactions;
        this.users = users;
        this.passwords = passwords;
        this.judgeAnswer = judgeAnswer;
        this.continueSession = continueSession;
    }

    /** @param device the device that gets the tokens */
    public Result reauthenticate(Actor.SignedIn actor, Proof proof, Device device) {
        return switch (proof) {
            case Proof.ByPassword(Password password) -> byPassword(actor, password, device);
            case Proof.ByFactor(FactorAnswer answer) ->
                transactions.call(actor, () -> byFactor(actor, locked(actor), answer, device));
        };
    }

    private Result byPassword(Actor.SignedIn actor, Password password, Device device) {
        Optional<User> verified = users.find(actor.id());
        // Outside a transaction, because hashing is slow.
        boolean right =
                passwords.verify(password, verified.map(User::passwordHash).orElse(null));
        return transactions.call(actor, () -> {
            User user = locked(actor);
            return right && verified.isPresent() && !hasNewPassword(user, verified.get())
                    ? proceed(actor, user, null, AuthenticationMethod.PWD, device)
                    : new Result.PasswordWrong();
        });
    }

    /** A new hash of the same password keeps the token version. */
    private static boolean hasNewPassword(User now, User verified) {
        return now.tokenVersion() != verified.tokenVersion()
                && !Objects.equals(now.passwordHash(), verified.passwordHash());
    }

    private Result byFactor(Actor.SignedIn actor, User user, FactorAnswer answer, Device device) {
        return switch (judgeAnswer.judge(user, Purpose.REAUTHENTICATION, answer)) {
            case JudgeAnswer.Result.Right(SecondFactor factor, AuthenticationMethod method) ->
                proceed(actor, user, factor, method, device);
            case JudgeAnswer.Result.CodeInvalid _ -> new Result.CodeInvalid();
            case JudgeAnswer.Result.CredentialInvalid _ -> new Result.CredentialInvalid();
            case JudgeAnswer.Result.ChallengeInvalid _ -> new Result.ChallengeInvalid();
            case JudgeAnswer.Result.Blocked(Duration retryAfter) -> new Result.Blocked(retryAfter);
        };
    }

    private Result proceed(
            Actor.SignedIn actor,
            User user,
            @Nullable SecondFactor factor,
            AuthenticationMethod method,
            Device device) {
        return new Result.Reauthenticated(
                continueSession.proceed(
                        user, actor.session(), new ContinueSession.Authentication(Set.of(method), device)),
                factor);
    }

    private User locked(Actor.SignedIn actor) {
        return users.lock(actor.id()).orElseThrow(() -> new ActorEnded(ActorEnded.Reason.TOKEN_ENDED));
    }
}
