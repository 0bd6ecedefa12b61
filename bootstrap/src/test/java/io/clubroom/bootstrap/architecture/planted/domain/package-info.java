/** Violations in a domain module. */
@NullMarked
package io.clubroom.bootstrap.architecture.planted.domain;

import org.jspecify.annotations.NullMarked;
