package io.clubroom.application.identity;

import io.clubroom.application.auth.AskSecondFactor;
import io.clubroom.application.auth.OpenSession;
import io.clubroom.application.auth.OpenedSession;
import io.clubroom.application.auth.SecondFactorQuestion;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.identity.SignInCode;
import io.clubroom.domain.identity.SignInCodes;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** Exchanges the code of a completed sign-in for a session. */
public final class ExchangeSignInCode {
    public sealed interface Result {
        record SignedIn(OpenedSession session) implements Result {}

        /** The code is right, but a second factor was added to the account after it was issued. */
        record SecondFactorRequired(SecondFactorQuestion question) implements Result {}

        /** The code is unknown, expired or used, or the user's tokens were revoked since it was issued. */
        record Refused() implements Result {}
    }

    private final Transactions transactions;
    private final SignInCodes codes;
    private final Users users;
    private final AskSecondFactor askSecondFactor;
    private final OpenSession openSession;
    private final InstantSource clock;

    public ExchangeSignInCode(
            Transactions transactions,
            SignInCodes codes,
            Users users,
            AskSecondFactor askSecondFactor,
            OpenSession openSession,
            InstantSource clock) {
        this.transactions = transactions;
        this.codes = codes;
        this.users = users;
        this.askSecondFactor = askSecondFactor;
        this.openSession = openSession;
        this.clock = clock;
    }

    /** @param device the device that gets the tokens */
    public Result exchange(String code, Device device) {
        return transactions.call(() -> {
            Optional<User> user = codes.take(SecretHash.of(code))
                    .filter(taken -> clock.instant().isBefore(taken.expiresAt()))
                    .flatMap(this::owner);
            return user.<Result>map(owner -> proceed(owner, device)).orElseGet(Result.Refused::new);
        });
    }

    private Result proceed(User user, Device device) {
        Set<AuthenticationMethod> proved = Set.of(AuthenticationMethod.FED);
        return switch (askSecondFactor.ask(user, SignInMethod.OAUTH, proved)) {
            case AskSecondFactor.Result.Asked(SecondFactorQuestion question) ->
                new Result.SecondFactorRequired(question);
            case AskSecondFactor.Result.NotNeeded _ ->
                new Result.SignedIn(openSession.open(user, SignInMethod.OAUTH, proved, device));
        };
    }

    private Optional<User> owner(SignInCode code) {
        return users.lock(code.user()).filter(User::active).filter(user -> user.tokenVersion() == code.tokenVersion());
    }
}
