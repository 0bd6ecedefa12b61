/** In-memory refresh tokens and revocations. */
@NullMarked
package io.clubroom.memory.auth;

import org.jspecify.annotations.NullMarked;
