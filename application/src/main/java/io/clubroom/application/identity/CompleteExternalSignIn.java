package io.clubroom.application.identity;

import io.clubroom.application.auth.AskSecondFactor;
import io.clubroom.application.auth.OpenSession;
import io.clubroom.application.auth.OpenedSession;
import io.clubroom.application.auth.SecondFactorQuestion;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.Unavailable;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.IdentityProviders;
import io.clubroom.domain.identity.ProviderAnswer;
import io.clubroom.domain.identity.ProviderFailure;
import io.clubroom.domain.identity.SignInAttempt;
import io.clubroom.domain.identity.SignInAttempts;
import io.clubroom.domain.identity.SignInCode;
import io.clubroom.domain.identity.SignInCodes;
import io.clubroom.domain.identity.SignInSecrets;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Completes a sign-in when the provider redirects the browser back. */
public final class CompleteExternalSignIn {
    /** How long the page has to exchange the code. */
    private static final Duration CODE_LIFETIME = Duration.ofSeconds(60);

    private static final Set<AuthenticationMethod> METHODS = Set.of(AuthenticationMethod.FED);

    public sealed interface Result {
        record SignedIn(OpenedSession session) implements Result {}

        /**
         * The account has a second factor.
         *
         * @param returnTo where to redirect the browser with the request for the second factor; null to answer the callback itself
         */
        record SecondFactorRequired(
                SecondFactorQuestion question, @Nullable String returnTo) implements Result {}

        /** The browser is to be redirected to this address with this code, which the page exchanges for a session. */
        record HandedOver(String returnTo, String code) implements Result {
            @Override
            public String toString() {
                return "HandedOver[returnTo=" + returnTo + "]";
            }
        }

        /** There is no attempt with this state in this browser, or it has expired or was completed before. */
        record StateInvalid() implements Result {}

        /** @param returnTo where to redirect the browser with the error; null to answer the callback itself */
        record Refused(Reason reason, @Nullable String returnTo) implements Result {}
    }

    /** The reason why a sign-in failed after the user returned. */
    public enum Reason {
        /** The user denied the request at the provider. */
        DENIED,
        CODE_MISSING,
        PROVIDER_FAILED,
        /** The account is not linked, and its provider vouches for no address. */
        EMAIL_UNVERIFIED,
        INACTIVE,
        /** The account has no user yet, and registration is closed or requires an invitation. */
        REGISTRATION_CLOSED,
        /** The account has no user yet, and addresses of its domain may not register. */
        DOMAIN_NOT_ALLOWED,
        /** The account has no user yet, and another user who had its address before can still restore it. */
        EMAIL_TAKEN
    }

    private final Transactions transactions;
    private final IdentityProviders providers;
    private final SignInAttempts attempts;
    private final AdmitIdentity admitIdentity;
    private final Users users;
    private final AskSecondFactor askSecondFactor;
    private final OpenSession openSession;
    private final SignInCodes codes;
    private final InstantSource clock;
    private final Supplier<String> secrets;

    /** @param secrets generates random secrets of at least 256 bits in base64url */
    public CompleteExternalSignIn(
            Transactions transactions,
            IdentityProviders providers,
            SignInAttempts attempts,
            AdmitIdentity admitIdentity,
            Users users,
            AskSecondFactor askSecondFactor,
            OpenSession openSession,
            SignInCodes codes,
            InstantSource clock,
            Supplier<String> secrets) {
        this.transactions = transactions;
        this.providers = providers;
        this.attempts = attempts;
        this.admitIdentity = admitIdentity;
        this.users = users;
        this.askSecondFactor = askSecondFactor;
        this.openSession = openSession;
        this.codes = codes;
        this.clock = clock;
        this.secrets = secrets;
    }

    /**
     * @param state the state in the provider's answer
     * @param browser the secret in the browser's cookie
     * @param device the device that gets the tokens
     */
    public Result complete(String state, String browser, ProviderAnswer answer, Device device) {
        Optional<SignInAttempt> taken = attempts.take(SecretHash.of(state), SecretHash.of(browser))
                .filter(attempt -> now().isBefore(attempt.expiresAt()))
                // The provider may have been disabled since.
                .filter(attempt -> providers.isConfigured(attempt.provider()));
        if (taken.isEmpty()) {
            return new Result.StateInvalid();
        }
        SignInAttempt attempt = taken.get();
        return switch (answer) {
            case ProviderAnswer.Granted granted -> identified(attempt, state, granted, device);
            case ProviderAnswer.Denied _ -> new Result.Refused(Reason.DENIED, attempt.returnTo());
            case ProviderAnswer.CodeMissing _ -> new Result.Refused(Reason.CODE_MISSING, attempt.returnTo());
            case ProviderAnswer.Unusable _ -> new Result.Refused(Reason.PROVIDER_FAILED, attempt.returnTo());
        };
    }

    private Result identified(SignInAttempt attempt, String state, ProviderAnswer.Granted granted, Device device) {
        ExternalIdentity identity;
        try {
            // Outside a transaction, because it may take seconds.
            identity = providers.identify(
                    attempt.provider(), granted, new SignInSecrets(state, attempt.nonce(), attempt.codeVerifier()));
        } catch (ProviderFailure failure) {
            return new Result.Refused(Reason.PROVIDER_FAILED, attempt.returnTo());
        } catch (Unavailable overloaded) {
            // The code has not been redeemed, so the user may try again.
            attempts.add(attempt);
            throw overloaded;
        }
        return switch (admitIdentity.admit(identity)) {
            case AdmitIdentity.Result.Admitted(User user) -> admitted(user, attempt.returnTo(), device);
            case AdmitIdentity.Result.EmailUnverified _ ->
                new Result.Refused(Reason.EMAIL_UNVERIFIED, attempt.returnTo());
            case AdmitIdentity.Result.Inactive _ -> new Result.Refused(Reason.INACTIVE, attempt.returnTo());
            case AdmitIdentity.Result.RegistrationClosed _ ->
                new Result.Refused(Reason.REGISTRATION_CLOSED, attempt.returnTo());
            case AdmitIdentity.Result.DomainNotAllowed _ ->
                new Result.Refused(Reason.DOMAIN_NOT_ALLOWED, attempt.returnTo());
            case AdmitIdentity.Result.EmailTaken _ -> new Result.Refused(Reason.EMAIL_TAKEN, attempt.returnTo());
        };
    }

    private Result admitted(User user, @Nullable String returnTo, Device device) {
        return transactions.call(() -> returnTo == null ? open(user, device) : handOver(user, returnTo));
    }

    private Result handOver(User user, String returnTo) {
        Optional<SecondFactorQuestion> question =
                users.lock(user.id()).filter(found -> isUnchanged(found, user)).flatMap(this::ask);
        if (question.isPresent()) {
            return new Result.SecondFactorRequired(question.get(), returnTo);
        }
        String code = secrets.get();
        codes.add(new SignInCode(SecretHash.of(code), user.id(), user.tokenVersion(), now().plus(CODE_LIFETIME)));
        return new Result.HandedOver(returnTo, code);
    }

    /** Opens the session, unless the user has changed since being admitted. */
    private Result open(User admitted, Device device) {
        Optional<User> found = users.lock(admitted.id());
        if (found.isPresent() && !found.get().active()) {
            return new Result.Refused(Reason.INACTIVE, null);
        }
        return found.filter(user -> isUnchanged(user, admitted))
                .map(user -> proceed(user, device))
                .orElseGet(Result.StateInvalid::new);
    }

    private static boolean isUnchanged(User user, User admitted) {
        return user.active() && user.tokenVersion() == admitted.tokenVersion();
    }

    private Result proceed(User user, Device device) {
        return ask(user)
                .<Result>map(question -> new Result.SecondFactorRequired(question, null))
                .orElseGet(() -> new Result.SignedIn(openSession.open(user, SignInMethod.OAUTH, METHODS, device)));
    }

    private Optional<SecondFactorQuestion> ask(User user) {
        return switch (askSecondFactor.ask(user, SignInMethod.OAUTH, METHODS)) {
            case AskSecondFactor.Result.Asked(SecondFactorQuestion question) -> Optional.of(question);
            case AskSecondFactor.Result.NotNeeded _ -> Optional.empty();
        };
    }

    private Instant now() {
        return clock.instant();
    }
}
