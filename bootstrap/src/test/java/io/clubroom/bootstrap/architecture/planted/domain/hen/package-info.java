/** A feature in a dependency cycle. */
@NullMarked
package io.clubroom.bootstrap.architecture.planted.domain.hen;

import org.jspecify.annotations.NullMarked;
