/** Refresh tokens and revocations kept in memory. */
@NullMarked
package io.clubroom.memory.auth;

import org.jspecify.annotations.NullMarked;
