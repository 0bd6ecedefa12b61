/** Sessions in memory. */
@NullMarked
package io.clubroom.memory.session;

import org.jspecify.annotations.NullMarked;
