/** The other feature in the cycle. */
@NullMarked
package io.clubroom.bootstrap.architecture.planted.domain.egg;

import org.jspecify.annotations.NullMarked;
