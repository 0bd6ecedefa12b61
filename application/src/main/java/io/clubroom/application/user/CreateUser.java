package io.clubroom.application.user;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.password.PasswordHasher;
import io.clubroom.domain.user.DuplicateUser;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.NameClaims;
import io.clubroom.domain.user.PhoneNumber;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.TakenNames;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.clubroom.domain.user.Users;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Registers a user. Anyone may register clients and trainers; only administrators may register administrators. */
public final class CreateUser {
    public record Command(
            Username username,
            Email email,
            Password password,
            FullName fullName,
            Role role,
            @Nullable PhoneNumber phoneNumber) {
        /** Without optional fields. */
        public Command(Username username, Email email, Password password, FullName fullName, Role role) {
            this(username, email, password, fullName, role, null);
        }

        public Command withPhoneNumber(@Nullable PhoneNumber phoneNumber) {
            return new Command(username, email, password, fullName, role, phoneNumber);
        }
    }

    public sealed interface Result {
        record Created(User user) implements Result {}

        /** The actor may not assign this role. */
        record RoleNotAllowed() implements Result {}

        record Taken(TakenNames names) implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final PasswordHasher passwords;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    /**
     * Hashing is slow and the queue for it is short. A registration therefore waits for a running one with the same name, which may
     * take the name, before it hashes.
     */
    private final NameClaims claims;

    public CreateUser(
            Transactions transactions,
            Users users,
            NameClaims claims,
            PasswordHasher passwords,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.transactions = transactions;
        this.users = users;
        this.claims = claims;
        this.passwords = passwords;
        this.clock = clock;
        this.ids = ids;
    }

    public Result create(Actor actor, Command command) {
        if (command.role() == Role.ADMIN && !actor.isAdmin()) {
            return new Result.RoleNotAllowed();
        }
        UserId id = new UserId(ids.get());
        return claims.hold(command.username(), command.email(), () -> createUnlessTaken(actor, id, command));
    }

    private Result createUnlessTaken(Actor actor, UserId id, Command command) {
        Optional<TakenNames> taken = users.taken(id, command.username(), command.email());
        if (taken.isPresent()) {
            return new Result.Taken(taken.get());
        }
        PasswordHash hash = passwords.hash(command.password());
        Instant now = clock.instant();
        User user = User.registered(id, command.username(), command.email(), command.fullName(), command.role(), now)
                .with(UserChange.NOTHING.withPasswordHash(hash).withPhoneNumber(command.phoneNumber()));
        try {
            return transactions.call(actor, () -> {
                users.add(user);
                return new Result.Created(user);
            });
        } catch (DuplicateUser duplicate) {
            return new Result.Taken(duplicate.taken());
        }
    }
}
