/** Wiring of the use cases and their dependencies. */
@NullMarked
package io.clubroom.bootstrap.core;

import org.jspecify.annotations.NullMarked;
