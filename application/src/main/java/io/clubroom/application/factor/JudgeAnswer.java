package io.clubroom.application.factor;

import io.clubroom.domain.factor.AnswerLimit;
import io.clubroom.domain.factor.WrongAnswers;
import io.clubroom.domain.factor.WrongAnswers.Purpose;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.user.User;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Judges an answer to the question for a second factor, and uses it up if it is right. Wrong answers count. */
public final class JudgeAnswer {
    public sealed interface Result {
        /** @param methods what the answer proves */
        record Right(Set<AuthenticationMethod> methods) implements Result {}

        record CodeInvalid() implements Result {}

        /** Too many wrong answers were given; none is judged before this time has passed. */
        record Blocked(Duration retryAfter) implements Result {}
    }

    private final WrongAnswers answers;
    private final VerifyCode verifyCode;
    private final InstantSource clock;

    public JudgeAnswer(WrongAnswers answers, VerifyCode verifyCode, InstantSource clock) {
        this.answers = answers;
        this.verifyCode = verifyCode;
        this.clock = clock;
    }

    /** To be called in a transaction that holds the user's lock, and that commits even if the answer is wrong. */
    public Result judge(User user, FactorAnswer answer) {
        Instant now = clock.instant();
        Optional<Duration> pause =
                AnswerLimit.pause(answers.latest(user.id(), Purpose.ANSWER, AnswerLimit.MAX_WRONG), now);
        if (pause.isPresent()) {
            return new Result.Blocked(pause.get());
        }
        Result result = switch (answer) {
            case FactorAnswer.Code code ->
                switch (verifyCode.verify(user, code.typed())) {
                    case VerifyCode.Result.Right _ -> new Result.Right(Set.of(AuthenticationMethod.OTP));
                    case VerifyCode.Result.Wrong _ -> new Result.CodeInvalid();
                };
        };
        if (result instanceof Result.CodeInvalid) {
            answers.add(user.id(), Purpose.ANSWER, now);
        }
        return result;
    }
}
