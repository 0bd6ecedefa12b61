package io.clubroom.domain.user;

/** Refuses to store a user whose username or e-mail address, in whatever case, another user already has. */
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
