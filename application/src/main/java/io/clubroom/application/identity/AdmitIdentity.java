package io.clubroom.application.identity;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.identity.AccountLinking;
import io.clubroom.domain.identity.DuplicateIdentity;
import io.clubroom.domain.identity.ExternalIdentity;
import io.clubroom.domain.identity.UserIdentities;
import io.clubroom.domain.user.DuplicateUser;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.FullName;
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

/** Finds the user whom an account elsewhere belongs to by the rules of {@link AccountLinking}, or makes one. */
public final class AdmitIdentity {
    /** After so many taken usernames that are numbered, the next ones are told apart by chance. */
    private static final int NUMBERED_NAMES = 9;

    private static final int MAX_ATTEMPTS = 100;

    /** What came of it. */
    public sealed interface Result {
        record Admitted(User user) implements Result {}

        /** The account elsewhere is not known, and its provider vouches for no address. */
        record EmailUnverified() implements Result {}

        record Inactive() implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final UserIdentities identities;
    private final TokenRevocations revocations;
    private final InstantSource clock;
    private final Supplier<UUID> ids;

    public AdmitIdentity(
            Transactions transactions,
            Users users,
            UserIdentities identities,
            TokenRevocations revocations,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.transactions = transactions;
        this.users = users;
        this.identities = identities;
        this.revocations = revocations;
        this.clock = clock;
        this.ids = ids;
    }

    public Result admit(ExternalIdentity identity) {
        int takenNames = 0;
        // Others may link the same account, or take the address or the username, at this moment: then look again.
        for (int attempt = 1; ; attempt++) {
            String suffix = suffix(takenNames);
            try {
                return transactions.call(() -> decide(identity, suffix));
            } catch (DuplicateUser duplicate) {
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

    private Result decide(ExternalIdentity identity, String suffix) {
        Optional<UserId> linked = identities.find(identity.subject());
        Optional<User> found = linked.or(() -> Optional.ofNullable(identity.vouchedEmail())
                        .flatMap(users::findByEmail)
                        .map(User::id))
                .flatMap(users::lock)
                // Whoever waited for the lock may find that the address is another by now.
                .filter(user -> linked.isPresent() || user.email().isSameAs(vouched(identity)));
        AccountLinking decision = AccountLinking.decide(
                linked.isPresent(),
                identity.vouchedEmail() != null,
                found.isPresent(),
                found.map(User::emailVerified).orElse(false),
                found.map(User::active).orElse(false));
        return switch (decision) {
            case SIGN_IN -> new Result.Admitted(found.orElseThrow());
            case LINK -> new Result.Admitted(link(identity, found.orElseThrow()));
            case RECLAIM -> new Result.Admitted(link(identity, reclaim(found.orElseThrow())));
            case CREATE -> new Result.Admitted(link(identity, create(identity, suffix)));
            case REFUSE_UNVOUCHED -> new Result.EmailUnverified();
            case REFUSE_INACTIVE -> new Result.Inactive();
        };
    }

    private User link(ExternalIdentity identity, User user) {
        identities.link(identity.subject(), user.id(), now());
        return user;
    }

    /** Whoever had the account before may have come by a password, by tokens, or by an account elsewhere. */
    private User reclaim(User user) {
        User reclaimed = user.reclaimed(now());
        users.update(reclaimed);
        identities.unlinkAll(reclaimed.id());
        revocations.revokeBelow(reclaimed.id(), reclaimed.tokenVersion());
        return reclaimed;
    }

    private User create(ExternalIdentity identity, String suffix) {
        Email email = vouched(identity);
        Username username = Username.madeOf(email, "user_", suffix);
        FullName fullName = Optional.ofNullable(identity.displayName())
                .flatMap(FullName::tidied)
                .orElseGet(() -> FullName.of(username.value()));
        User user = User.registered(new UserId(ids.get()), username, email, fullName, Role.CLIENT, now())
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

    private static Email vouched(ExternalIdentity identity) {
        return Objects.requireNonNull(identity.vouchedEmail());
    }
}
