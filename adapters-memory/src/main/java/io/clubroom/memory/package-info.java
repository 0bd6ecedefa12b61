/** The ports in memory: what one process keeps while it runs, with real rollback. */
@NullMarked
package io.clubroom.memory;

import org.jspecify.annotations.NullMarked;
