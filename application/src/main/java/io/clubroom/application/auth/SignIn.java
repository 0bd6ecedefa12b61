package io.clubroom.application.auth;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.password.PasswordHasher;
import io.clubroom.domain.session.AuthenticationMethod;
import io.clubroom.domain.session.Device;
import io.clubroom.domain.session.SignInMethod;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Signs a user in with their e-mail address and password. */
public final class SignIn {
    public sealed interface Result {
        record SignedIn(OpenedSession session) implements Result {}

        /** The credentials are right, and the account has a second factor. */
        record SecondFactorRequired(SecondFactorQuestion question) implements Result {}

        /** The user does not exist or the password is wrong; the caller must not reveal which. */
        record WrongCredentials() implements Result {}

        /** The credentials are right, but the user is inactive. */
        record Inactive() implements Result {}

        /** The credentials are right, but the user must verify the address first. */
        record EmailUnverified() implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final PasswordHasher passwords;
    private final AskSecondFactor askSecondFactor;
    private final OpenSession openSession;
    private final RegistrationPolicy policy;

    public SignIn(
            Transactions transactions,
            Users users,
            PasswordHasher passwords,
            AskSecondFactor askSecondFactor,
            OpenSession openSession,
            RegistrationPolicy policy) {
        this.transactions = transactions;
        this.users = users;
        this.passwords = passwords;
        this.askSecondFactor = askSecondFactor;
        this.openSession = openSession;
        this.policy = policy;
    }

    /** @param device the device that gets the tokens */
    public Result signIn(Email email, Password password, Device device) {
        // Under a flood of logins, refuse before querying the store.
        passwords.requireCapacity();
        Optional<User> found = users.findByEmail(email);
        PasswordHash hash = found.map(User::passwordHash).orElse(null);
        // Verify even without a user, so that the response time does not reveal which addresses exist.
        if (!passwords.verify(password, hash) || found.isEmpty() || hash == null) {
            return new Result.WrongCredentials();
        }
        User user = found.get();
        if (!user.active()) {
            return new Result.Inactive();
        }
        PasswordHash renewed = passwords.isOutdated(hash) && !password.isTooLong() ? passwords.hash(password) : hash;
        return transactions.call(() -> open(user, hash, renewed, device));
    }

    /** Opens the session, unless the user has changed while the password was hashed. */
    private Result open(User verified, PasswordHash hash, PasswordHash renewed, Device device) {
        Optional<User> found = users.lock(verified.id());
        if (found.isEmpty() || hasNewPassword(found.get(), verified)) {
            return new Result.WrongCredentials();
        }
        if (!found.get().active()) {
            return new Result.Inactive();
        }
        if (policy.mustVerifyFirst(found.get())) {
            return new Result.EmailUnverified();
        }
        if (!renewed.equals(hash)) {
            users.renewPasswordHash(verified.id(), hash, renewed);
        }
        return proceed(found.get(), device);
    }

    private Result proceed(User user, Device device) {
        Set<AuthenticationMethod> proved = Set.of(AuthenticationMethod.PWD);
        return switch (askSecondFactor.ask(user, SignInMethod.PASSWORD, proved)) {
            case AskSecondFactor.Result.Asked(SecondFactorQuestion question) ->
                new Result.SecondFactorRequired(question);
            case AskSecondFactor.Result.NotNeeded _ ->
                new Result.SignedIn(openSession.open(user, SignInMethod.PASSWORD, proved, device));
        };
    }

    /** A new hash of the same password keeps the token version. */
    private static boolean hasNewPassword(User now, User verified) {
        return now.tokenVersion() != verified.tokenVersion()
                && !Objects.equals(now.passwordHash(), verified.passwordHash());
    }
}
