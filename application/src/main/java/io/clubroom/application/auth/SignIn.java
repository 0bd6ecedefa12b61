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
    /** What came of it. */
    public sealed interface Result {
        record SignedIn(Session session) implements Result {}

        /** No such user, or another password: which of the two is not for anybody to know. */
        record WrongCredentials() implements Result {}

        /** The credentials are right, but the account is switched off. */
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
        // A storm of them shall cost little beside the hashes.
        passwords.requireCapacity();
        Optional<User> found = users.findByEmail(email);
        PasswordHash hash = found.map(User::passwordHash).orElse(null);
        // An unknown address costs the same hash, so that the time tells nobody which addresses are known.
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
