package io.clubroom.domain.factor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The limit of wrong answers of an account. */
public final class AnswerLimit {
    /** After this many wrong answers within {@link #WINDOW}, further answers are not checked. */
    public static final int MAX_WRONG = 5;

    public static final Duration WINDOW = Duration.ofMinutes(15);

    private AnswerLimit() {}

    /**
     * Returns how long further answers must wait; empty if they need not.
     *
     * @param latest the times of the latest {@link #MAX_WRONG} wrong answers, the newest first
     */
    public static Optional<Duration> pause(List<Instant> latest, Instant now) {
        if (latest.size() < MAX_WRONG) {
            return Optional.empty();
        }
        Duration pause = Duration.between(now, latest.get(MAX_WRONG - 1).plus(WINDOW));
        return pause.isPositive() ? Optional.of(pause) : Optional.empty();
    }
}
