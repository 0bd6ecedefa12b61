/** The whole server on adapters that keep everything in memory. */
@NullMarked
package io.clubroom.bootstrap.memory;

import org.jspecify.annotations.NullMarked;
