package io.clubroom.domain.auth;

/** Thrown if the actor of a change lost the right to make it before the change was stored; nothing is stored. */
public final class ActorEnded extends RuntimeException {
    public enum Reason {
        /** The user is deleted or inactive, or the token was revoked. */
        TOKEN_ENDED,
        /** The token is valid, but the user has a lower role than the token. */
        ROLE_LOST
    }

    private final Reason reason;

    public ActorEnded(Reason reason) {
        super(
                switch (reason) {
                    case TOKEN_ENDED -> "the actor's token has ended";
                    case ROLE_LOST -> "the actor has lost the role of the token";
                });
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
