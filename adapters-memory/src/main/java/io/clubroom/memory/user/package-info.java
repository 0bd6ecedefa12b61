/** In-memory users. */
@NullMarked
package io.clubroom.memory.user;

import org.jspecify.annotations.NullMarked;
