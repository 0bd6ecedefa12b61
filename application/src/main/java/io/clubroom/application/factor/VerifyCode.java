package io.clubroom.application.factor;

import io.clubroom.application.mail.SendFactorNotice;
import io.clubroom.domain.factor.RecoveryCode;
import io.clubroom.domain.factor.RecoveryCodeHasher;
import io.clubroom.domain.factor.RecoveryCodes;
import io.clubroom.domain.factor.SecondFactor;
import io.clubroom.domain.factor.TotpSecrets;
import io.clubroom.domain.factor.TypedCode;
import io.clubroom.domain.factor.UsedSteps;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.user.User;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Checks a time-based code or a recovery code, and consumes it if it is right. */
public final class VerifyCode {
    public sealed interface Result {
        /** @param factor {@link SecondFactor#TOTP} or {@link SecondFactor#RECOVERY_CODE} */
        record Right(SecondFactor factor) implements Result {}

        record Wrong() implements Result {}
    }

    private final TotpSecrets secrets;
    private final RecoveryCodes codes;
    private final RecoveryCodeHasher hasher;
    private final SendFactorNotice sendFactorNotice;
    private final InstantSource clock;

    public VerifyCode(
            TotpSecrets secrets,
            RecoveryCodes codes,
            RecoveryCodeHasher hasher,
            SendFactorNotice sendFactorNotice,
            InstantSource clock) {
        this.secrets = secrets;
        this.codes = codes;
        this.hasher = hasher;
        this.sendFactorNotice = sendFactorNotice;
        this.clock = clock;
    }

    /** Must be called in a transaction that holds the user's lock. */
    public Result verify(User user, TypedCode typed) {
        Optional<RecoveryCode> recoveryCode = typed.recoveryCode();
        if (recoveryCode.isPresent()) {
            return useRecoveryCode(user, recoveryCode.get())
                    ? new Result.Right(SecondFactor.RECOVERY_CODE)
                    : new Result.Wrong();
        }
        return useTotp(user, typed) ? new Result.Right(SecondFactor.TOTP) : new Result.Wrong();
    }

    private boolean useTotp(User user, TypedCode typed) {
        Optional<UsedSteps> used = secrets.active(user.id())
                .flatMap(totp -> totp.secret().accept(typed.characters(), clock.instant(), totp.used()));
        used.ifPresent(steps -> secrets.use(user.id(), steps));
        return used.isPresent();
    }

    private boolean useRecoveryCode(User user, RecoveryCode code) {
        boolean right = codes.find(user.id())
                .filter(hashed -> codes.use(user.id(), hasher.hash(code, hashed.salt())))
                .isPresent();
        if (right) {
            sendFactorNotice.send(
                    MailKind.RECOVERY_CODE_USED, user, Map.of("left", String.valueOf(codes.left(user.id()))));
        }
        return right;
    }
}
