package io.clubroom.bootstrap.architecture.planted.domain.egg;

import io.clubroom.bootstrap.architecture.planted.domain.hen.Hen;

/** Violation: depends on a feature that depends on this one. */
public interface Egg {
    Hen origin();
}
