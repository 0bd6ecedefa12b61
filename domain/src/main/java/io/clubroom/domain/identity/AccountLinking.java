package io.clubroom.domain.identity;

/** Whose account it is that somebody signs in to with an account elsewhere. */
public enum AccountLinking {
    /** The account elsewhere is linked to a user: theirs. */
    SIGN_IN,
    /** It is linked from now on to the user who has the address, who is known to own it. */
    LINK,
    /**
     * It is linked from now on to the user who has the address; but whoever registered that address never proved it theirs,
     * so all that they hold of the account ends before.
     */
    RECLAIM,
    /** Nobody has the address: a new user. */
    CREATE,
    /** The provider does not vouch for any address, so nobody knows whose account it would be. */
    REFUSE_UNVOUCHED,
    /** The user whose account it is may not sign in. */
    REFUSE_INACTIVE;

    /**
     * @param identityKnown whether the account elsewhere is linked to a user
     * @param vouched whether the provider vouches for an address
     * @param userExists whether there is a user: who is linked, or else who has the vouched address
     * @param addressVerified whether that user's own address is known to be theirs
     * @param active whether that user may sign in
     */
    public static AccountLinking decide(
            boolean identityKnown, boolean vouched, boolean userExists, boolean addressVerified, boolean active) {
        if (identityKnown && userExists) {
            return active ? SIGN_IN : REFUSE_INACTIVE;
        }
        if (!vouched) {
            return REFUSE_UNVOUCHED;
        }
        if (!userExists) {
            return CREATE;
        }
        if (!active) {
            return REFUSE_INACTIVE;
        }
        return addressVerified ? LINK : RECLAIM;
    }
}
