package io.clubroom.bootstrap.architecture.planted.persistence;

import io.clubroom.bootstrap.architecture.planted.testkit.TestkitBreaches;

/** What a class of another adapter must not do. */
public final class PersistenceBreaches {
    private PersistenceBreaches() {}

    public interface SeesTheTestkit {
        TestkitBreaches testkit();
    }
}
