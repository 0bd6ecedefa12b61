/** Violations in an application module. */
@NullMarked
package io.clubroom.bootstrap.architecture.planted.application;

import org.jspecify.annotations.NullMarked;
