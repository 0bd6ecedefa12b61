package io.clubroom.domain.auth;

/** Thrown if the actor must prove again who they are before the change, because they last did so too long ago; nothing is stored. */
public final class ReauthenticationRequired extends RuntimeException {
    public ReauthenticationRequired() {
        super("the actor must authenticate again");
    }
}
