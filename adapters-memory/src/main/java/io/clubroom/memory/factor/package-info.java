/** Second factors in memory. */
@NullMarked
package io.clubroom.memory.factor;

import org.jspecify.annotations.NullMarked;
