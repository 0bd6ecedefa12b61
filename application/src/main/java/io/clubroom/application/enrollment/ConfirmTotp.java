package io.clubroom.application.enrollment;

import io.clubroom.application.auth.StepUp;
import io.clubroom.application.mail.SendFactorNotice;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.ActorEnded;
import io.clubroom.domain.factor.AnswerLimit;
import io.clubroom.domain.factor.Totp;
import io.clubroom.domain.factor.TotpSecrets;
import io.clubroom.domain.factor.TypedCode;
import io.clubroom.domain.factor.UsedSteps;
import io.clubroom.domain.factor.WrongAnswers;
import io.clubroom.domain.factor.WrongAnswers.Purpose;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Activates the authenticator app pending confirmation, replacing an earlier one, after checking its first code. */
public final class ConfirmTotp {
    public sealed interface Result {
        record Confirmed(FinishEnrollment.Enrolled enrolled) implements Result {}

        /** The code is wrong, or no app is pending confirmation. */
        record CodeInvalid() implements Result {}

        /** Too many wrong codes were given; further ones are not checked until this time has passed. */
        record Blocked(Duration retryAfter) implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final TotpSecrets secrets;
    private final WrongAnswers answers;
    private final StepUp stepUp;
    private final GenerateRecoveryCodes generateRecoveryCodes;
    private final FinishEnrollment finishEnrollment;
    private final SendFactorNotice sendFactorNotice;
    private final InstantSource clock;

    public ConfirmTotp(
            Transactions transactions,
            Users users,
            TotpSecrets secrets,
            WrongAnswers answers,
            StepUp stepUp,
            GenerateRecoveryCodes generateRecoveryCodes,
            FinishEnrollment finishEnrollment,
            SendFactorNotice sendFactorNotice,
            InstantSource clock) {
        this.transactions = transactions;
        this.users = users;
        this.secrets = secrets;
        this.answers = answers;
        this.stepUp = stepUp;
        this.generateRecoveryCodes = generateRecoveryCodes;
        this.finishEnrollment = finishEnrollment;
        this.sendFactorNotice = sendFactorNotice;
        this.clock = clock;
    }

    /**
     * @param device the device that gets new tokens
     * @throws io.clubroom.domain.auth.ReauthenticationRequired if the actor last authenticated too long ago
     */
    public Result confirm(Actor.SignedIn actor, TypedCode code, Device device) {
        if (transactions.call(actor, () -> judge(actor, code)) instanceof Judged.Wrong(Result result)) {
            return result;
        }
        // Slow, so only for a right code, and without the user's lock. The code is checked again when it is used.
        GenerateRecoveryCodes.Generated codes = generateRecoveryCodes.generate();
        return transactions.call(actor, () -> switch (judge(actor, code)) {
            case Judged.Wrong(Result result) -> result;
            case Judged.Right(User user, Totp confirmed) -> add(actor, user, confirmed, codes, device);
        });
    }

    private sealed interface Judged {
        record Right(User user, Totp confirmed) implements Judged {}

        record Wrong(Result result) implements Judged {}
    }

    private Judged judge(Actor.SignedIn actor, TypedCode code) {
        stepUp.require(actor);
        User user = users.lock(actor.id()).orElseThrow(() -> new ActorEnded(ActorEnded.Reason.TOKEN_ENDED));
        Instant now = clock.instant();
        Optional<Duration> pause = pause(user.id(), now);
        if (pause.isPresent()) {
            return new Judged.Wrong(new Result.Blocked(pause.get()));
        }
        Optional<Totp> confirmed = secrets.pending(user.id(), now.minus(Totp.CONFIRMATION_TIME))
                .flatMap(pending -> accept(pending, code, now));
        if (confirmed.isEmpty()) {
            answers.add(user.id(), Purpose.CONFIRMATION, now);
            return new Judged.Wrong(new Result.CodeInvalid());
        }
        return new Judged.Right(user, confirmed.get());
    }

    private Result add(
            Actor.SignedIn actor, User user, Totp confirmed, GenerateRecoveryCodes.Generated codes, Device device) {
        secrets.activate(user.id(), confirmed);
        sendFactorNotice.send(MailKind.FACTOR_ADDED, user, Map.of("factor", "Authenticator app"));
        return new Result.Confirmed(finishEnrollment.finish(
                user, codes, actor.enrollmentOnly(), actor.session(), AuthenticationMethod.OTP, device));
    }

    private Optional<Duration> pause(UserId user, Instant now) {
        return AnswerLimit.pause(answers.latest(user, Purpose.CONFIRMATION, AnswerLimit.MAX_WRONG), now);
    }

    private static Optional<Totp> accept(Totp pending, TypedCode code, Instant now) {
        Optional<UsedSteps> used = pending.secret().accept(code.characters(), now, pending.used());
        return used.map(steps -> pending.confirmed(steps, now));
    }
}
