package io.clubroom.domain.user;

/** Thrown if another user already has the username or the e-mail address, ignoring case. */
public final class DuplicateUser extends RuntimeException {
    private final TakenNames taken;

    public DuplicateUser(TakenNames taken) {
        super("another user has this " + (taken.username() ? "username" : "e-mail address"), null, false, false);
        this.taken = taken;
    }

    public TakenNames taken() {
        return taken;
    }
}
