package io.clubroom.application.user;

import io.clubroom.application.auth.StepUp;
import io.clubroom.application.mail.SendLink;
import io.clubroom.application.mail.SendMail;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.invitation.Invitation;
import io.clubroom.domain.invitation.Invitations;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.password.PasswordHasher;
import io.clubroom.domain.user.DuplicateUser;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.NameClaims;
import io.clubroom.domain.user.PhoneNumber;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.TakenNames;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.clubroom.domain.user.Users;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Registers a user, by the rules of {@link RegistrationPolicy}. Without an invitation, anyone may register clients and trainers, and only
 * administrators may register administrators.
 */
public final class CreateUser {
    /** @param invitation the token of an invitation, whose role takes the place of the given one; null without an invitation */
    public record Command(
            Username username,
            Email email,
            Password password,
            FullName fullName,
            Role role,
            @Nullable PhoneNumber phoneNumber,
            @Nullable String invitation) {
        /** A command without optional fields. */
        public Command(Username username, Email email, Password password, FullName fullName, Role role) {
            this(username, email, password, fullName, role, null, null);
        }

        public Command withPhoneNumber(@Nullable PhoneNumber phoneNumber) {
            return new Command(username, email, password, fullName, role, phoneNumber, invitation);
        }

        public Command withInvitation(@Nullable String invitation) {
            return new Command(username, email, password, fullName, role, phoneNumber, invitation);
        }
    }

    public sealed interface Result {
        record Created(User user) implements Result {}

        /** The actor may not assign this role. */
        record RoleNotAllowed() implements Result {}

        record Taken(TakenNames names) implements Result {}

        /** Registration is closed for the actor, or requires an invitation. */
        record RegistrationClosed() implements Result {}

        /** Addresses of this domain may not register. */
        record DomainNotAllowed() implements Result {}

        /** The invitation is unknown, used, withdrawn or expired. */
        record InvitationInvalid() implements Result {}

        /** The invitation is for another address. */
        record InvitedOther() implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final PasswordHasher passwords;
    private final RegistrationPolicy policy;
    private final StepUp stepUp;
    private final Invitations invitations;
    private final SendLink sendLink;
    private final SendMail sendMail;
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
            RegistrationPolicy policy,
            StepUp stepUp,
            Invitations invitations,
            SendLink sendLink,
            SendMail sendMail,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.transactions = transactions;
        this.users = users;
        this.claims = claims;
        this.passwords = passwords;
        this.policy = policy;
        this.stepUp = stepUp;
        this.invitations = invitations;
        this.sendLink = sendLink;
        this.sendMail = sendMail;
        this.clock = clock;
        this.ids = ids;
    }

    public Result create(Actor actor, Command command) {
        UserId id = new UserId(ids.get());
        if (command.invitation() != null) {
            return createInvited(actor, id, command, command.invitation());
        }
        if (!actor.isAdmin()) {
            if (policy.mode() != RegistrationPolicy.Mode.OPEN) {
                return new Result.RegistrationClosed();
            }
            if (command.role() == Role.ADMIN) {
                return new Result.RoleNotAllowed();
            }
            if (!policy.admitsDomainOf(command.email())) {
                return new Result.DomainNotAllowed();
            }
        }
        if (command.role() == Role.ADMIN) {
            // Nobody with an old token of an administrator may get a new one by creating another administrator.
            stepUp.require(actor);
        }
        return createUnlessTaken(actor, id, command, null);
    }

    private Result createInvited(Actor actor, UserId id, Command command, String token) {
        if (policy.mode() == RegistrationPolicy.Mode.CLOSED && !actor.isAdmin()) {
            return new Result.RegistrationClosed();
        }
        Optional<Invitation> invitation = pendingInvitation(token);
        if (invitation.isEmpty()) {
            return new Result.InvitationInvalid();
        }
        if (!invitation.get().email().isSameAs(command.email())) {
            return new Result.InvitedOther();
        }
        return createUnlessTaken(actor, id, command, invitation.get());
    }

    private Optional<Invitation> pendingInvitation(String token) {
        return invitations
                .findByToken(SecretHash.of(token))
                .filter(found -> found.statusAt(clock.instant()) == Invitation.Status.PENDING);
    }

    private Result createUnlessTaken(Actor actor, UserId id, Command command, @Nullable Invitation invitation) {
        return claims.hold(command.username(), command.email(), () -> {
            Optional<TakenNames> taken = users.taken(id, command.username(), command.email());
            if (taken.isPresent()) {
                // A concurrent registration may have used the same invitation.
                return command.invitation() != null
                                && pendingInvitation(command.invitation()).isEmpty()
                        ? new Result.InvitationInvalid()
                        : new Result.Taken(taken.get());
            }
            User user = user(actor, id, command, invitation, passwords.hash(command.password()));
            try {
                return transactions.call(actor, () -> store(user, command.invitation()));
            } catch (DuplicateUser duplicate) {
                return new Result.Taken(duplicate.taken());
            }
        });
    }

    private User user(
            Actor actor, UserId id, Command command, @Nullable Invitation invitation, PasswordHash passwordHash) {
        Role role = invitation == null ? command.role() : invitation.role();
        Instant now = clock.instant();
        User user = User.registered(id, command.username(), command.email(), command.fullName(), role, now)
                .with(UserChange.NOTHING.withPasswordHash(passwordHash).withPhoneNumber(command.phoneNumber()));
        if (invitation != null) {
            return user.withVerifiedEmail();
        }
        return policy.mustVerify(command.email()) && !actor.isAdmin() ? user.whoMustVerifyEmail() : user;
    }

    /** @param invitation the token of the invitation, which may have ended or got another link since it was found; null without one */
    private Result store(User user, @Nullable String invitation) {
        if (invitation != null && !invitations.accept(SecretHash.of(invitation), clock.instant())) {
            return new Result.InvitationInvalid();
        }
        users.add(user);
        if (invitation == null) {
            sendLink.send(user, Purpose.VERIFICATION, user.email());
        } else {
            users.welcome(user.id());
            sendMail.send(
                    MailKind.WELCOME,
                    user.email(),
                    Map.of("name", user.fullName().value()),
                    null);
        }
        return new Result.Created(user);
    }
}
