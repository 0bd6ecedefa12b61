/** Users kept in memory. */
@NullMarked
package io.clubroom.memory.user;

import org.jspecify.annotations.NullMarked;
