package io.clubroom.bootstrap.architecture.planted.domain.hen;

import io.clubroom.bootstrap.architecture.planted.domain.egg.Egg;

/** Violation: depends on a feature that depends on this one. */
public interface Hen {
    Egg origin();
}
