package io.clubroom.bootstrap.architecture.planted.domain.hen;

import io.clubroom.bootstrap.architecture.planted.domain.egg.Egg;

/** Comes from an egg. */
public interface Hen {
    Egg origin();
}
