package io.clubroom.application.user;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.identity.UserIdentities;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.password.PasswordHasher;
import io.clubroom.domain.user.Admins;
import io.clubroom.domain.user.DuplicateUser;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.clubroom.domain.user.Users;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Sees to it, when the server starts, that somebody can administer it. */
public final class EnsureAdmin {
    /** What came of it. */
    public sealed interface Result {
        /** There is an active administrator already; nothing was changed. */
        record AlreadyThere() implements Result {}

        /** This one can sign in now with the password given. */
        record Appointed(User admin) implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final Admins admins;
    private final PasswordHasher passwords;
    private final TokenRevocations revocations;
    private final UserIdentities identities;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    public EnsureAdmin(
            Transactions transactions,
            Users users,
            Admins admins,
            PasswordHasher passwords,
            TokenRevocations revocations,
            UserIdentities identities,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.transactions = transactions;
        this.users = users;
        this.admins = admins;
        this.passwords = passwords;
        this.revocations = revocations;
        this.identities = identities;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Whoever has the address already becomes the administrator, and the password theirs: the operator says so.
     *
     * @param appointing hears of the administrator when nobody else can become it any more and before it is committed: a password that
     *     only this start knows must have been told by then, for the next one finds an administrator
     */
    public Result ensure(Email email, Supplier<Password> password, Consumer<User> appointing) {
        if (admins.count() > 0) {
            return new Result.AlreadyThere();
        }
        PasswordHash hash = passwords.hash(password.get());
        // The name made from the address may be taken, and somebody may register the address at this moment.
        for (int attempt = 0; ; attempt++) {
            Username username = Username.madeOf(email, "admin_", attempt == 0 ? "" : String.valueOf(attempt + 1));
            try {
                return transactions.call(() -> appoint(email, username, hash, appointing));
            } catch (DuplicateUser duplicate) {
                if (attempt == 100) {
                    throw duplicate;
                }
            }
        }
    }

    private Result appoint(Email email, Username username, PasswordHash hash, Consumer<User> appointing) {
        admins.lock();
        if (admins.count() > 0) {
            return new Result.AlreadyThere();
        }
        Instant now = clock.instant();
        User admin = users.findByEmail(email)
                .flatMap(user -> users.lock(user.id()))
                .map(user -> promote(user, hash, now))
                .orElseGet(() -> add(email, username, hash, now));
        appointing.accept(admin);
        return new Result.Appointed(admin);
    }

    private User promote(User user, PasswordHash hash, Instant now) {
        User admin = user.changed(
                UserChange.NOTHING.withRole(Role.ADMIN).withActive(true).withPasswordHash(hash), now);
        users.update(admin);
        // Whoever had the account so far does not become the administrator with it.
        identities.unlinkAll(admin.id());
        revocations.revokeBelow(admin.id(), admin.tokenVersion());
        return admin;
    }

    private User add(Email email, Username username, PasswordHash hash, Instant now) {
        User admin = User.registered(
                        new UserId(ids.get()), username, email, FullName.of("Administrator"), Role.ADMIN, now)
                .with(UserChange.NOTHING.withPasswordHash(hash));
        users.add(admin);
        return admin;
    }
}
