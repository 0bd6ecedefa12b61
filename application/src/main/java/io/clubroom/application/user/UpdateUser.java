package io.clubroom.application.user;

import io.clubroom.application.auth.ContinueSession;
import io.clubroom.application.auth.OpenedSession;
import io.clubroom.application.auth.RevokeSessions;
import io.clubroom.application.auth.StepUp;
import io.clubroom.application.chat.HandOverRooms;
import io.clubroom.application.mail.SendLink;
import io.clubroom.application.mail.SendNotice;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.Actor;
import io.clubroom.domain.chat.Participant;
import io.clubroom.domain.chat.RoomMembers;
import io.clubroom.domain.chat.RoomRelay;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordHasher;
import io.clubroom.domain.password.PasswordPolicy;
import io.clubroom.domain.user.Admins;
import io.clubroom.domain.user.DuplicateUser;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.TakenNames;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Changes a user. Users may change themselves, administrators may change any user; only administrators may change the role and whether the
 * user is active.
 *
 * <p>A lower role, deactivation and a new password end all of the user's tokens. Users who change their own password get new tokens. On
 * deactivation, rooms of which the user is the only owner get another one. New names appear in the chat at once.
 */
public final class UpdateUser {
    /**
     * The requested change.
     *
     * @param change every field except the password
     * @param newPassword null to keep the password
     * @param currentPassword proves that the actor knows the password; ignored where none is required
     * @param ifVersion matches the versions of the user that may be changed
     */
    public record Command(
            UserId id,
            UserChange change,
            @Nullable Password newPassword,
            @Nullable Password currentPassword,
            LongPredicate ifVersion) {}

    public sealed interface Result {
        /** @param session the actor's session with new tokens, if the actor's own password was changed; else null */
        record Updated(User user, @Nullable OpenedSession session) implements Result {
            public Updated(User user) {
                this(user, null);
            }

            @Override
            public String toString() {
                return "Updated[user=" + user + "]";
            }
        }

        record NotAllowed() implements Result {}

        /** The actor may change this user, but not the role or whether the user is active. */
        record PrivilegedFields() implements Result {}

        record NotFound() implements Result {}

        record VersionMismatch() implements Result {}

        record Taken(TakenNames names) implements Result {}

        /** The user is the only active administrator. */
        record LastAdmin() implements Result {}

        /** The new address is of a domain that may not register. */
        record DomainNotAllowed() implements Result {}

        /** This change requires the current password, which was missing or wrong. */
        record CurrentPasswordWrong() implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final Admins admins;
    private final PasswordHasher passwords;
    private final RevokeSessions revokeSessions;
    private final ContinueSession continueSession;
    private final StepUp stepUp;
    private final RoomMembers members;
    private final HandOverRooms handOverRooms;
    private final RoomRelay relay;
    private final RegistrationPolicy policy;
    private final SendLink sendLink;
    private final SendNotice sendNotice;
    private final InstantSource clock;
    private final PasswordPolicy passwordPolicy;

    public UpdateUser(
            Transactions transactions,
            Users users,
            Admins admins,
            PasswordHasher passwords,
            RevokeSessions revokeSessions,
            ContinueSession continueSession,
            StepUp stepUp,
            RoomMembers members,
            HandOverRooms handOverRooms,
            RoomRelay relay,
            RegistrationPolicy policy,
            SendLink sendLink,
            SendNotice sendNotice,
            InstantSource clock,
            PasswordPolicy passwordPolicy) {
        this.transactions = transactions;
        this.users = users;
        this.admins = admins;
        this.passwords = passwords;
        this.revokeSessions = revokeSessions;
        this.continueSession = continueSession;
        this.stepUp = stepUp;
        this.members = members;
        this.handOverRooms = handOverRooms;
        this.relay = relay;
        this.policy = policy;
        this.sendLink = sendLink;
        this.sendNotice = sendNotice;
        this.clock = clock;
        this.passwordPolicy = passwordPolicy;
    }

    public Result update(Actor actor, Command command) {
        if (!actor.mayChange(command.id())) {
            return new Result.NotAllowed();
        }
        if (command.change().isPrivileged() && !actor.isAdmin()) {
            return new Result.PrivilegedFields();
        }
        if (!actor.isAdmin() && !mayHave(command.change().email(), command.id())) {
            return new Result.DomainNotAllowed();
        }
        return change(actor, command);
    }

    /** Whether the user already has the address, or it is of a domain that may register. */
    private boolean mayHave(@Nullable Email email, UserId id) {
        return email == null
                || policy.admitsDomainOf(email)
                || users.find(id).filter(user -> user.email().isSameAs(email)).isPresent();
    }

    private Result change(Actor actor, Command command) {
        UserChange change = command.change();
        if (command.newPassword() != null) {
            // Hashing is slow, so refuse what can be refused before it, and hash outside the transaction.
            Optional<User> found = users.find(command.id());
            if (found.isEmpty()) {
                return transactions.call(actor, Result.NotFound::new);
            }
            User user = found.get();
            if (!command.ifVersion().test(user.version())) {
                return new Result.VersionMismatch();
            }
            Optional<TakenNames> taken = takenNames(user, change);
            if (taken.isPresent()) {
                return new Result.Taken(taken.get());
            }
            if (removesLastAdmin(user, change)) {
                return new Result.LastAdmin();
            }
            stepUp.require(actor);
            if (passwordPolicy.requiresCurrent() && actor.is(command.id()) && !currentPasswordMatches(command, user)) {
                return new Result.CurrentPasswordWrong();
            }
            change = change.withPasswordHash(passwords.hash(command.newPassword()));
        }
        UserChange complete = change;
        try {
            return endsTokens(complete)
                    ? transactions.call(() -> {
                        admins.lock();
                        if (isDeactivation(complete)) {
                            members.lockOwnedBy(command.id());
                        }
                        return transactions.call(actor, () -> store(actor, command, complete));
                    })
                    : transactions.call(actor, () -> store(actor, command, complete));
        } catch (DuplicateUser duplicate) {
            return new Result.Taken(duplicate.taken());
        }
    }

    private Optional<TakenNames> takenNames(User user, UserChange change) {
        if (change.username() == null && change.email() == null) {
            return Optional.empty();
        }
        User renamed = user.with(change);
        return users.taken(user.id(), renamed.username(), renamed.email());
    }

    private boolean removesLastAdmin(User user, UserChange change) {
        return user.isActiveAdmin() && !user.with(change).isActiveAdmin() && admins.count() <= 1;
    }

    private boolean currentPasswordMatches(Command command, User user) {
        return command.currentPassword() != null && passwords.verify(command.currentPassword(), user.passwordHash());
    }

    /** Whether the change may end the user's tokens or reduce the number of administrators. */
    private static boolean endsTokens(UserChange change) {
        return change.isPrivileged() || change.passwordHash() != null;
    }

    private static boolean isDeactivation(UserChange change) {
        return Boolean.FALSE.equals(change.active());
    }

    private Result store(Actor actor, Command command, UserChange change) {
        Optional<User> found = endsTokens(change) ? users.lockExclusively(command.id()) : users.lock(command.id());
        if (found.isEmpty()) {
            return new Result.NotFound();
        }
        User user = found.get();
        if (!command.ifVersion().test(user.version())) {
            return new Result.VersionMismatch();
        }
        if (change.isEmpty()) {
            return new Result.Updated(user);
        }
        if (isDangerous(actor, user, change)) {
            stepUp.require(actor);
        }
        User changed = user.changed(change, clock.instant());
        if (removesLastAdmin(user, change)) {
            return new Result.LastAdmin();
        }
        if (user.active() && !changed.active()) {
            handOverRooms.handOver(user.id());
        }
        users.update(changed);
        OpenedSession session = null;
        if (change.passwordHash() != null && actor.is(changed.id())) {
            session = proceed((Actor.SignedIn) actor, changed);
        } else if (changed.tokenVersion() != user.tokenVersion()) {
            revokeSessions.revoke(changed, null);
        }
        if (!Participant.of(changed).equals(Participant.of(user))) {
            transactions.afterCommit(() -> relay.authorChanged(changed.id()));
        }
        sendMails(user, changed, change);
        return new Result.Updated(changed, session);
    }

    /** Whether the change requires recent authentication, so that a stolen token is not enough for it. */
    private static boolean isDangerous(Actor actor, User user, UserChange change) {
        return change.passwordHash() != null
                || (change.email() != null && !change.email().isSameAs(user.email()))
                || (change.role() != null && change.role() != user.role() && !actor.is(user.id()));
    }

    /** Ends the sessions of a user who has set a new password, except the current one, which continues. */
    private OpenedSession proceed(Actor.SignedIn actor, User changed) {
        revokeSessions.revoke(changed, actor.session());
        return continueSession.proceed(changed, actor.session(), null);
    }

    private void sendMails(User before, User after, UserChange change) {
        if (!after.email().isSameAs(before.email())) {
            sendLink.send(after, Purpose.RESTORE, before.email());
            sendLink.send(after, Purpose.VERIFICATION, after.email());
        }
        // Notices go to the previous address, because an attacker may have changed it, too.
        if (change.passwordHash() != null) {
            sendNotice.send(MailKind.PASSWORD_CHANGED, after, before.email());
        }
        if (before.active() && !after.active()) {
            sendNotice.send(MailKind.ACCOUNT_DEACTIVATED, after, before.email());
        }
    }
}
