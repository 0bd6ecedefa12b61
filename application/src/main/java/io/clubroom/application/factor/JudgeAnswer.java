package io.clubroom.application.factor;

import io.clubroom.application.passkey.PasskeyAnswer;
import io.clubroom.application.passkey.VerifyPasskey;
import io.clubroom.domain.factor.AnswerLimit;
import io.clubroom.domain.factor.SecondFactor;
import io.clubroom.domain.factor.TypedCode;
import io.clubroom.domain.factor.WrongAnswers;
import io.clubroom.domain.factor.WrongAnswers.Purpose;
import io.clubroom.domain.passkey.PasskeyChallenge;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.user.User;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Checks the answer to a request for a second factor, and consumes it if it is right. Wrong answers are counted. */
public final class JudgeAnswer {
    public sealed interface Result {
        /** @param method the authentication method that the answer proves */
        record Right(SecondFactor factor, AuthenticationMethod method) implements Result {}

        record CodeInvalid() implements Result {}

        record CredentialInvalid() implements Result {}

        /**
         * The challenge is unknown, was already answered, has expired, or is for another purpose or account; the answer was not checked.
         */
        record ChallengeInvalid() implements Result {}

        /** Too many wrong answers were given; further ones are not checked until this time has passed. */
        record Blocked(Duration retryAfter) implements Result {}
    }

    private final WrongAnswers answers;
    private final VerifyCode verifyCode;
    private final VerifyPasskey verifyPasskey;
    private final InstantSource clock;

    public JudgeAnswer(WrongAnswers answers, VerifyCode verifyCode, VerifyPasskey verifyPasskey, InstantSource clock) {
        this.answers = answers;
        this.verifyCode = verifyCode;
        this.verifyPasskey = verifyPasskey;
        this.clock = clock;
    }

    /**
     * Must be called in a transaction that holds the user's lock, and that commits even if the answer is wrong.
     *
     * @param purpose the required purpose of a passkey's challenge
     */
    public Result judge(User user, PasskeyChallenge.Purpose purpose, FactorAnswer answer) {
        Instant now = clock.instant();
        Optional<Duration> pause =
                AnswerLimit.pause(answers.latest(user.id(), Purpose.ANSWER, AnswerLimit.MAX_WRONG), now);
        if (pause.isPresent()) {
            return new Result.Blocked(pause.get());
        }
        Result result = switch (answer) {
            case FactorAnswer.Code(TypedCode typed) -> resultOf(verifyCode.verify(user, typed));
            case FactorAnswer.Passkey(PasskeyAnswer credential) ->
                resultOf(verifyPasskey.verify(user, purpose, credential));
        };
        if (result instanceof Result.CodeInvalid || result instanceof Result.CredentialInvalid) {
            answers.add(user.id(), Purpose.ANSWER, now);
        }
        return result;
    }

    private static Result resultOf(VerifyCode.Result code) {
        return switch (code) {
            case VerifyCode.Result.Right(SecondFactor factor) -> new Result.Right(factor, AuthenticationMethod.OTP);
            case VerifyCode.Result.Wrong _ -> new Result.CodeInvalid();
        };
    }

    private static Result resultOf(VerifyPasskey.Result passkey) {
        return switch (passkey) {
            case VerifyPasskey.Result.Right(AuthenticationMethod method) ->
                new Result.Right(SecondFactor.PASSKEY, method);
            case VerifyPasskey.Result.ChallengeInvalid _ -> new Result.ChallengeInvalid();
            case VerifyPasskey.Result.CredentialInvalid _ -> new Result.CredentialInvalid();
        };
    }
}
