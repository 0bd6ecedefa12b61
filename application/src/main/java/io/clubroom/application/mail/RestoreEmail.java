package io.clubroom.application.mail;

import io.clubroom.application.auth.RemoveFactors;
import io.clubroom.application.auth.RevokeSessions;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.identity.UserIdentities;
import io.clubroom.domain.mail.AccountLink;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.mail.AccountLinks;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.Users;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Reverts a change of an account's address, for the holder of the link that was mailed to the previous address. The author of the change
 * may know the password, and may have linked accounts and added second factors since: these are removed, every session and every later link
 * ends, and a mail to the restored address lets its owner set a new password.
 */
public final class RestoreEmail {
    public sealed interface Result {
        record Restored() implements Result {}

        /** The token is unknown, used or expired, or the account is inactive. */
        record TokenInvalid() implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final UserIdentities identities;
    private final RevokeSessions revokeSessions;
    private final RemoveFactors removeFactors;
    private final AccountLinks links;
    private final CheckLink checkLink;
    private final SendLink sendLink;
    private final InstantSource clock;

    public RestoreEmail(
            Transactions transactions,
            Users users,
            UserIdentities identities,
            RevokeSessions revokeSessions,
            RemoveFactors removeFactors,
            AccountLinks links,
            CheckLink checkLink,
            SendLink sendLink,
            InstantSource clock) {
        this.transactions = transactions;
        this.users = users;
        this.identities = identities;
        this.revokeSessions = revokeSessions;
        this.removeFactors = removeFactors;
        this.links = links;
        this.checkLink = checkLink;
        this.sendLink = sendLink;
        this.clock = clock;
    }

    public Result restore(LinkProof.Token proof) {
        return transactions.call(() -> switch (checkLink.check(proof, Purpose.RESTORE)) {
            case CheckLink.Result.Valid(AccountLink link, User _) ->
                checkLink
                        .use(link, users::lockExclusively)
                        .map(user -> restore(user, link))
                        .orElseGet(Result.TokenInvalid::new);
            case CheckLink.Result.Invalid _ -> new Result.TokenInvalid();
        });
    }

    private Result restore(User user, AccountLink link) {
        Instant now = clock.instant();
        User restored = user.changed(UserChange.NOTHING.withEmail(link.email()), now)
                .withoutPassword(now)
                .withVerifiedEmail();
        users.update(restored);
        identities.unlinkAll(restored.id());
        removeFactors.remove(restored, link.createdAt());
        revokeSessions.revoke(restored, null);
        links.removeAll(restored.id(), Purpose.RESET);
        links.removeSince(restored.id(), Purpose.VERIFICATION, link.createdAt());
        links.removeSince(restored.id(), Purpose.RESTORE, link.createdAt());
        sendLink.send(restored, Purpose.RESET, restored.email());
        return new Result.Restored();
    }
}
