/** In-memory implementations of the ports, with real rollback. The data is lost when the process ends. */
@NullMarked
package io.clubroom.memory;

import org.jspecify.annotations.NullMarked;
