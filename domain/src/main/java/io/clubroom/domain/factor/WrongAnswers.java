package io.clubroom.domain.factor;

import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;

/** Stores wrong answers to requests for second factors. They are removed together with the user. All calls require the user's lock. */
public interface WrongAnswers {
    /** The purpose of a requested answer; each has its own limit. */
    enum Purpose {
        /** A second factor, to sign in or to reauthenticate. */
        ANSWER,
        /** A code that confirms a new authenticator app. */
        CONFIRMATION
    }

    void add(UserId user, Purpose purpose, Instant at);

    /** Returns the times of the latest answers, at most {@code limit}, newest first. */
    List<Instant> latest(UserId user, Purpose purpose, int limit);

    /** Removes the answers before this time. */
    void removeBefore(Instant before);
}
