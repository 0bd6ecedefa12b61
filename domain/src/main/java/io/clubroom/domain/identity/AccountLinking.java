package io.clubroom.domain.identity;

import io.clubroom.domain.user.User;
import org.jspecify.annotations.Nullable;

/** The outcome of signing in with a provider's account. */
public enum AccountLinking {
    /** The account is linked to a user, who is signed in. */
    SIGN_IN,
    /** The account is linked to the user with its address, which is verified. */
    LINK,
    /**
     * The account is linked to the user with its address, which is not verified: somebody else may have registered it, so the password, the
     * other links and all tokens of the user are removed first.
     */
    RECLAIM,
    /** No user has the address: a new one is created. */
    CREATE,
    /** The provider does not vouch for an address, so the account cannot be linked. */
    REFUSE_UNVOUCHED,
    /** The user is inactive. */
    REFUSE_INACTIVE;

    /**
     * @param linked the user linked to the account; null if there is none
     * @param sameEmail the user with the account's address; null if there is none
     * @param vouched whether the provider vouches for that address
     */
    public static AccountLinking decide(@Nullable User linked, @Nullable User sameEmail, boolean vouched) {
        if (linked != null) {
            return linked.active() ? SIGN_IN : REFUSE_INACTIVE;
        }
        if (!vouched) {
            return REFUSE_UNVOUCHED;
        }
        if (sameEmail == null) {
            return CREATE;
        }
        if (!sameEmail.active()) {
            return REFUSE_INACTIVE;
        }
        return sameEmail.emailVerified() ? LINK : RECLAIM;
    }
}
