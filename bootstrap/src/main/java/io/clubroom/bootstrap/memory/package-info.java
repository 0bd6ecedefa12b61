/** Wiring of the server with in-memory adapters. */
@NullMarked
package io.clubroom.bootstrap.memory;

import org.jspecify.annotations.NullMarked;
