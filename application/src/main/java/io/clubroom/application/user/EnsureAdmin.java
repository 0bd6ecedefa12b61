package io.clubroom.application.user;

import io.clubroom.application.auth.RemoveFactors;
import io.clubroom.application.auth.RevokeSessions;
import io.clubroom.domain.Transactions;
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

/** Ensures at startup that there is an active administrator. */
public final class EnsureAdmin {
    public sealed interface Result {
        /** There was an active administrator; nothing changed. */
        record AlreadyThere() implements Result {}

        /** This user is an administrator now and can sign in with the given password. */
        record Appointed(User admin) implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final Admins admins;
    private final PasswordHasher passwords;
    private final RevokeSessions revokeSessions;
    private final RemoveFactors removeFactors;
    private final UserIdentities identities;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    public EnsureAdmin(
            Transactions transactions,
            Users users,
            Admins admins,
            PasswordHasher passwords,
            RevokeSessions revokeSessions,
            RemoveFactors removeFactors,
            UserIdentities identities,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.transactions = transactions;
        this.users = users;
        this.admins = admins;
        this.passwords = passwords;
        this.revokeSessions = revokeSessions;
        this.removeFactors = removeFactors;
        this.identities = identities;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * If no administrator is active, makes the user with this address one and sets the password, or creates such a user.
     *
     * @param password called only if an administrator is needed
     * @param appointing receives the new administrator inside the transaction, before the commit. A generated password must be
     *     shown there: after the commit, a restart would find an administrator and never show it.
     */
    public Result ensure(Email email, Supplier<Password> password, Consumer<User> appointing) {
        if (admins.count() > 0) {
            return new Result.AlreadyThere();
        }
        PasswordHash hash = passwords.hash(password.get());
        // The username derived from the address may be taken, or the address may be registered concurrently.
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
                .flatMap(user -> users.lockExclusively(user.id()))
                .map(user -> promote(user, hash, now))
                .orElseGet(() -> add(email, username, hash, now));
        appointing.accept(admin);
        return new Result.Appointed(admin);
    }

    private User promote(User user, PasswordHash hash, Instant now) {
        User admin = user.changed(
                UserChange.NOTHING.withRole(Role.ADMIN).withActive(true).withPasswordHash(hash), now);
        users.update(admin);
        // The previous owner of the account must not become administrator through old links, passkeys or tokens.
        identities.unlinkAll(admin.id());
        removeFactors.remove(admin, Instant.EPOCH);
        revokeSessions.revoke(admin, null);
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
