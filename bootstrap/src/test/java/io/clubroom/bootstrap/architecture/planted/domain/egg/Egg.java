package io.clubroom.bootstrap.architecture.planted.domain.egg;

import io.clubroom.bootstrap.architecture.planted.domain.hen.Hen;

/** Comes from a hen. */
public interface Egg {
    Hen origin();
}
