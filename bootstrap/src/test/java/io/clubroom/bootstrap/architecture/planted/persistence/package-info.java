/** Violations in another adapter. */
@NullMarked
package io.clubroom.bootstrap.architecture.planted.persistence;

import org.jspecify.annotations.NullMarked;
