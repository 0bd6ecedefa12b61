/** One half of a cycle. */
@NullMarked
package io.clubroom.bootstrap.architecture.planted.domain.hen;

import org.jspecify.annotations.NullMarked;
