package io.clubroom.application.mail;

import io.clubroom.application.auth.RemoveFactors;
import io.clubroom.application.auth.RevokeSessions;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.identity.UserIdentities;
import io.clubroom.domain.mail.AccountLink;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.mail.AccountLinks;
import io.clubroom.domain.mail.MailKind;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.password.PasswordHasher;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.Users;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Sets a new password, for the holder of a link or code that was mailed to the account's address. This verifies the address, and ends every
 * session and every other reset of the account.
 */
public final class ResetPassword {
    public sealed interface Result {
        record Reset() implements Result {}

        /** The token or code is unknown, wrong, used or expired, or the account is inactive or has another address now. */
        record TokenInvalid() implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final UserIdentities identities;
    private final PasswordHasher passwords;
    private final RevokeSessions revokeSessions;
    private final RemoveFactors removeFactors;
    private final AccountLinks links;
    private final CheckLink checkLink;
    private final SendNotice sendNotice;
    private final InstantSource clock;

    public ResetPassword(
            Transactions transactions,
            Users users,
            UserIdentities identities,
            PasswordHasher passwords,
            RevokeSessions revokeSessions,
            RemoveFactors removeFactors,
            AccountLinks links,
            CheckLink checkLink,
            SendNotice sendNotice,
            InstantSource clock) {
        this.transactions = transactions;
        this.users = users;
        this.identities = identities;
        this.passwords = passwords;
        this.revokeSessions = revokeSessions;
        this.removeFactors = removeFactors;
        this.links = links;
        this.checkLink = checkLink;
        this.sendNotice = sendNotice;
        this.clock = clock;
    }

    public Result reset(LinkProof proof, Password password) {
        // Under a flood of resets, refuse before querying the store.
        passwords.requireCapacity();
        return switch (transactions.call(() -> checkLink.check(proof, Purpose.RESET))) {
            case CheckLink.Result.Valid(AccountLink link, User _) -> {
                // Outside a transaction, because hashing is slow.
                PasswordHash hash = passwords.hash(password);
                yield transactions.call(() -> checkLink
                        .use(link, users::lockExclusively)
                        .map(user -> reset(user, hash))
                        .orElseGet(Result.TokenInvalid::new));
            }
            case CheckLink.Result.Invalid _ -> new Result.TokenInvalid();
        };
    }

    private Result reset(User user, PasswordHash hash) {
        Instant now = clock.instant();
        User reset =
                user.changed(UserChange.NOTHING.withPasswordHash(hash), now).withVerifiedEmail();
        users.update(reset);
        if (!user.emailVerified()) {
            // Somebody else may have linked an account or added a second factor before the owner of the address took
            // over.
            identities.unlinkAll(user.id());
            removeFactors.remove(reset, Instant.EPOCH);
        }
        links.removeAll(user.id(), Purpose.RESET);
        revokeSessions.revoke(reset, null);
        sendNotice.send(MailKind.PASSWORD_CHANGED, reset, reset.email());
        return new Result.Reset();
    }
}
