package io.clubroom.bootstrap.architecture.planted.persistence;

import io.clubroom.bootstrap.architecture.planted.testkit.TestkitBreaches;

/** Violations in another adapter. */
public final class PersistenceBreaches {
    private PersistenceBreaches() {}

    public interface SeesTheTestkit {
        TestkitBreaches testkit();
    }
}
