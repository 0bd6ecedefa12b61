package io.clubroom.testkit;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long a test waits for what should come. Only a failure takes so long: on a busy machine, everything may. */
public final class Patience {
    public static final Duration LIMIT = Duration.ofSeconds(60);

    private Patience() {}

    /** Waits for at most {@link #LIMIT}. */
    public static ConditionFactory await() {
        return Awaitility.await().atMost(LIMIT);
    }
}
