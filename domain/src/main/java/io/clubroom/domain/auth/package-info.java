/** Actors, sessions and tokens. */
@NullMarked
package io.clubroom.domain.auth;

import org.jspecify.annotations.NullMarked;
