package io.clubroom.domain.identity;

/** The account is linked to a user already. */
public final class DuplicateIdentity extends RuntimeException {
    public DuplicateIdentity() {
        super("this account is already linked to a user", null, false, false);
    }
}
