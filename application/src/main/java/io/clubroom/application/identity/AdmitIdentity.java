package io.clubroom.application.identity;

import io.clubroom.application.auth.RemoveFactors;
import io.clubroom.application.auth.RevokeSessions;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.identity.AccountLinking;
import io.clubroom.domain.identity.DuplicateIdentity;
import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.UserIdentities;
import io.clubroom.domain.invitation.Invitation;
import io.clubroom.domain.invitation.Invitations;
import io.clubroom.domain.user.DuplicateUser;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.RegistrationPolicy;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.clubroom.domain.user.Users;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Finds or creates the user of a provider's account, by the rules of {@link AccountLinking}. */
public final class AdmitIdentity {
    /** After this many numbered usernames are taken, the suffix is random. */
    private static final int NUMBERED_NAMES = 9;

    private static final int MAX_ATTEMPTS = 100;

    public sealed interface Result {
        record Admitted(User user) implements Result {}

        /** The account is not linked, and its provider vouches for no address. */
        record EmailUnverified() implements Result {}

        record Inactive() implements Result {}

        /** The account has no user yet, and registration is closed or requires an invitation. */
        record RegistrationClosed() implements Result {}

        /** The account has no user yet, and addresses of this domain may not register. */
        record DomainNotAllowed() implements Result {}

        /** The account has no user yet, and another user who had the address before can still restore it. */
        record EmailTaken() implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final UserIdentities identities;
    private final RevokeSessions revokeSessions;
    private final RemoveFactors removeFactors;
    private final RegistrationPolicy policy;
    private final Invitations invitations;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    public AdmitIdentity(
            Transactions transactions,
            Users users,
            UserIdentities identities,
            RevokeSessions revokeSessions,
            RemoveFactors removeFactors,
            RegistrationPolicy policy,
            Invitations invitations,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.transactions = transactions;
        this.users = users;
        this.identities = identities;
        this.revokeSessions = revokeSessions;
        this.removeFactors = removeFactors;
        this.policy = policy;
        this.invitations = invitations;
        this.clock = clock;
        this.ids = ids;
    }

    public Result admit(ExternalIdentity identity) {
        int takenNames = 0;
        // A concurrent call may link the account, or take the address or the username: then try again.
        for (int attempt = 1; ; attempt++) {
            String suffix = suffix(takenNames);
            try {
                return transactions.call(() -> admit(identity, suffix));
            } catch (DuplicateUser duplicate) {
                if (duplicate.taken().email() && hasNoOwner(identity.vouchedEmail())) {
                    return new Result.EmailTaken();
                }
                takenNames += duplicate.taken().username() ? 1 : 0;
                if (attempt == MAX_ATTEMPTS) {
                    throw duplicate;
                }
            } catch (DuplicateIdentity duplicate) {
                if (attempt == MAX_ATTEMPTS) {
                    throw duplicate;
                }
            }
        }
    }

    private boolean hasNoOwner(@Nullable Email email) {
        return email != null && users.findByEmail(email).isEmpty();
    }

    private Result admit(ExternalIdentity identity, String suffix) {
        User linked = identities.find(identity.subject()).flatMap(users::lock).orElse(null);
        User sameEmail = linked == null && identity.vouchedEmail() != null ? lockOwner(identity.vouchedEmail()) : null;
        return switch (AccountLinking.decide(linked, sameEmail, identity.vouchedEmail() != null)) {
            case SIGN_IN -> new Result.Admitted(Objects.requireNonNull(linked));
            case LINK -> new Result.Admitted(link(identity, Objects.requireNonNull(sameEmail)));
            case RECLAIM -> new Result.Admitted(link(identity, reclaim(Objects.requireNonNull(sameEmail))));
            case CREATE -> register(identity, suffix);
            case REFUSE_UNVOUCHED -> new Result.EmailUnverified();
            case REFUSE_INACTIVE -> new Result.Inactive();
        };
    }

    private @Nullable User lockOwner(Email email) {
        return users.findByEmail(email)
                .flatMap(user -> users.lockExclusively(user.id()))
                // The address may have changed while this call waited for the lock.
                .filter(user -> user.email().isSameAs(email))
                .orElse(null);
    }

    private User link(ExternalIdentity identity, User user) {
        identities.link(identity.subject(), user.id(), now());
        return user;
    }

    /** Removes what somebody else may have added to this user: a password, tokens, second factors and linked accounts. */
    private User reclaim(User user) {
        User reclaimed = user.reclaimed(now());
        users.update(reclaimed);
        identities.unlinkAll(reclaimed.id());
        removeFactors.remove(reclaimed, Instant.EPOCH);
        revokeSessions.revoke(reclaimed, null);
        return reclaimed;
    }

    /** Registers a new user, with the pending invitation of the address if there is one. */
    private Result register(ExternalIdentity identity, String suffix) {
        Email email = Objects.requireNonNull(identity.vouchedEmail());
        Optional<Invitation> invitation = policy.mode() == RegistrationPolicy.Mode.CLOSED
                ? Optional.empty()
                : invitations.findPending(email, now()).filter(found -> invitations.accept(found.id(), now()));
        if (invitation.isEmpty()) {
            if (policy.mode() != RegistrationPolicy.Mode.OPEN) {
                return new Result.RegistrationClosed();
            }
            if (!policy.admitsDomainOf(email)) {
                return new Result.DomainNotAllowed();
            }
        }
        Role role = invitation.map(Invitation::role).orElse(Role.CLIENT);
        return new Result.Admitted(link(identity, create(identity, email, role, suffix)));
    }

    private User create(ExternalIdentity identity, Email email, Role role, String suffix) {
        Username username = Username.madeOf(email, "user_", suffix);
        FullName fullName = Optional.ofNullable(identity.displayName())
                .flatMap(FullName::tidied)
                .or(() -> FullName.tidied(username.value()))
                .orElseGet(() -> FullName.of("New user"));
        User user = User.registered(new UserId(ids.get()), username, email, fullName, role, now())
                .withVerifiedEmail();
        users.add(user);
        return user;
    }

    private String suffix(int takenNames) {
        if (takenNames == 0) {
            return "";
        }
        return takenNames < NUMBERED_NAMES
                ? String.valueOf(takenNames + 1)
                : "_" + ids.get().toString().substring(0, 8);
    }

    private Instant now() {
        return clock.instant();
    }
}
