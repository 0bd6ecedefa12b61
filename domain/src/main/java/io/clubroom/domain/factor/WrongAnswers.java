package io.clubroom.domain.factor;

import io.clubroom.domain.user.UserId;
import java.time.Instant;
import java.util.List;

/**
 * The wrong answers to questions for second factors. They are removed together with the user. Whoever calls this for a user holds the user's
 * lock.
 */
public interface WrongAnswers {
    /** What was asked for; each has its own limit. */
    enum Purpose {
        /** A second factor, to sign in or to prove again who one is. */
        ANSWER,
        /** A code that confirms a new authenticator app. */
        CONFIRMATION
    }

    void add(UserId user, Purpose purpose, Instant at);

    /** The times of the latest answers, at most {@code limit}, the newest first. */
    List<Instant> latest(UserId user, Purpose purpose, int limit);

    /** Removes the answers before this time. */
    void removeBefore(Instant before);
}
