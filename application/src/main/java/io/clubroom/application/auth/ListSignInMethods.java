package io.clubroom.application.auth;

import io.clubroom.domain.identity.UserIdentities;
import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.passkey.RelyingParty;
import io.clubroom.domain.user.User;

/** Returns how a user can sign in. Use cases that remove one of the ways call this in their transaction, with the user's lock. */
public final class ListSignInMethods {
    /** @param passkeys the number of usable passkeys */
    public record Result(boolean password, boolean identity, int passkeys) {
        /** Whether the user can sign in without any passkey. */
        public boolean withoutPasskeys() {
            return password || identity;
        }
    }

    private final UserIdentities identities;
    private final Passkeys passkeys;
    private final RelyingParty relyingParty;

    public ListSignInMethods(UserIdentities identities, Passkeys passkeys, RelyingParty relyingParty) {
        this.identities = identities;
        this.passkeys = passkeys;
        this.relyingParty = relyingParty;
    }

    public Result of(User user) {
        return new Result(
                user.passwordHash() != null,
                identities.isLinked(user.id()),
                passkeys.list(user.id(), relyingParty.id()).size());
    }
}
