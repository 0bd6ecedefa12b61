package io.clubroom.domain.identity;

/** Thrown if the account is already linked to a user. */
public final class DuplicateIdentity extends RuntimeException {
    public DuplicateIdentity() {
        super("this account is already linked to a user", null, false, false);
    }
}
