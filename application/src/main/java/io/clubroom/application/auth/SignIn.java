package io.clubroom.application.auth;

import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.password.PasswordHasher;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** Signs a user in with their e-mail address and password. */
public final class SignIn {
    public sealed interface Result {
        record SignedIn(Session session) implements Result {}

        /** The user does not exist or the password is wrong; the caller must not reveal which. */
        record WrongCredentials() implements Result {}

        /** The credentials are right, but the user is inactive. */
        record Inactive() implements Result {}
    }

    private final Users users;
    private final PasswordHasher passwords;
    private final OpenSession openSession;
    private final Supplier<UUID> ids;

    public SignIn(Users users, PasswordHasher passwords, OpenSession openSession, Supplier<UUID> ids) {
        this.users = users;
        this.passwords = passwords;
        this.openSession = openSession;
        this.ids = ids;
    }

    public Result signIn(Email email, Password password) {
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
        if (passwords.isOutdated(hash) && !password.isTooLong()) {
            users.renewPasswordHash(user.id(), hash, passwords.hash(password));
        }
        return new Result.SignedIn(openSession.open(user, ids.get()));
    }
}
