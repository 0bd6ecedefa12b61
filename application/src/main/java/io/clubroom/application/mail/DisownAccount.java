package io.clubroom.application.mail;

import io.clubroom.application.auth.RemoveFactors;
import io.clubroom.application.auth.RevokeSessions;
import io.clubroom.domain.Transactions;
import io.clubroom.domain.identity.UserIdentities;
import io.clubroom.domain.mail.AccountLink;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.user.User;
import io.clubroom.domain.user.Users;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Locks out the creator of an account with somebody else's address, for the holder of the link that was mailed to that address: the
 * password, the linked accounts and the second factors are removed, and every session ends. The address stays, so that its owner can set a
 * password.
 */
public final class DisownAccount {
    public sealed interface Result {
        record Disowned() implements Result {}

        /** The token is unknown, used or expired, or the account has another address now. */
        record TokenInvalid() implements Result {}
    }

    private final Transactions transactions;
    private final Users users;
    private final UserIdentities identities;
    private final RevokeSessions revokeSessions;
    private final RemoveFactors removeFactors;
    private final CheckLink checkLink;
    private final InstantSource clock;

    public DisownAccount(
            Transactions transactions,
            Users users,
            UserIdentities identities,
            RevokeSessions revokeSessions,
            RemoveFactors removeFactors,
            CheckLink checkLink,
            InstantSource clock) {
        this.transactions = transactions;
        this.users = users;
        this.identities = identities;
        this.revokeSessions = revokeSessions;
        this.removeFactors = removeFactors;
        this.checkLink = checkLink;
        this.clock = clock;
    }

    public Result disown(LinkProof.Token proof) {
        return transactions.call(() -> switch (checkLink.check(proof, Purpose.VERIFICATION)) {
            case CheckLink.Result.Valid(AccountLink link, User _) ->
                checkLink.use(link, users::lockExclusively).map(this::disown).orElseGet(Result.TokenInvalid::new);
            case CheckLink.Result.Invalid _ -> new Result.TokenInvalid();
        });
    }

    private Result disown(User user) {
        User disowned = user.withoutPassword(clock.instant());
        users.update(disowned);
        identities.unlinkAll(disowned.id());
        removeFactors.remove(disowned, Instant.EPOCH);
        revokeSessions.revoke(disowned, null);
        return new Result.Disowned();
    }
}
