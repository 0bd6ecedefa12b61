package io.clubroom.domain.identity;

/** Refuses to link an account elsewhere that is linked already. */
public final class DuplicateIdentity extends RuntimeException {
    public DuplicateIdentity() {
        super("this account is linked to a user already", null, false, false);
    }
}
