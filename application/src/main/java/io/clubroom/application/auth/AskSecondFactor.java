package io.clubroom.application.auth;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.factor.PendingSignIn;
import io.clubroom.domain.factor.PendingSignIns;
import io.clubroom.domain.factor.SecondFactor;
import io.clubroom.domain.factor.SecondFactors;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.User;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;

/** Requests the second factor of a user who has proved the first one, if the account has any. */
public final class AskSecondFactor {
    public sealed interface Result {
        record Asked(SecondFactorQuestion question) implements Result {}

        /** The account has no second factor. */
        record NotNeeded() implements Result {}
    }

    private final SecondFactors factors;
    private final PendingSignIns signIns;
    private final InstantSource clock;
    private final Supplier<String> secrets;

    /** @param secrets generates random secrets of at least 256 bits in base64url */
    public AskSecondFactor(
            SecondFactors factors, PendingSignIns signIns, InstantSource clock, Supplier<String> secrets) {
        this.factors = factors;
        this.signIns = signIns;
        this.clock = clock;
        this.secrets = secrets;
    }

    /**
     * Must be called in a transaction that holds the user's lock.
     *
     * @param methods the methods by which the user has just proved who they are
     */
    public Result ask(User user, SignInMethod method, Set<AuthenticationMethod> methods) {
        Set<SecondFactor> available = factors.of(user.id());
        if (available.isEmpty()) {
            return new Result.NotNeeded();
        }
        String token = secrets.get();
        signIns.add(new PendingSignIn(
                SecretHash.of(token),
                user.id(),
                user.tokenVersion(),
                method,
                methods,
                clock.instant().plus(PendingSignIn.LIFETIME)));
        return new Result.Asked(new SecondFactorQuestion(token, available));
    }
}
