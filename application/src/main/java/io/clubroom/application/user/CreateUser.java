package io.clubroom.application.user;

import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordHasher;
import io.clubroom.domain.user.DuplicateUser;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.PhoneNumber;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.TakenNames;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.clubroom.domain.user.Users;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Registers a user. Anyone may register a client or a trainer, only an administrator another administrator. */
public final class CreateUser {
    /** Who is to be registered. */
    public record Command(
            Username username,
            Email email,
            Password password,
            FullName fullName,
            @Nullable PhoneNumber phoneNumber,
            Role role) {}

    /** What came of it. */
    public sealed interface Result {
        record Created(User user) implements Result {}

        /** This role is not for the actor to give. */
        record RoleNotAllowed() implements Result {}

        record Taken(TakenNames names) implements Result {}
    }

    private final Users users;
    private final PasswordHasher passwords;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    public CreateUser(Users users, PasswordHasher passwords, InstantSource clock, Supplier<UUID> ids) {
        this.users = users;
        this.passwords = passwords;
        this.clock = clock;
        this.ids = ids;
    }

    public Result create(Actor actor, Command command) {
        if (command.role() == Role.ADMIN && !actor.isAdmin()) {
            return new Result.RoleNotAllowed();
        }
        var hash = passwords.hash(command.password());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        User user = new User(
                new UserId(ids.get()),
                command.username(),
                command.email(),
                false,
                hash,
                command.fullName(),
                command.phoneNumber(),
                command.role(),
                true,
                now,
                now,
                0,
                0);
        try {
            users.add(user);
            return new Result.Created(user);
        } catch (DuplicateUser duplicate) {
            return new Result.Taken(duplicate.taken());
        }
    }
}
