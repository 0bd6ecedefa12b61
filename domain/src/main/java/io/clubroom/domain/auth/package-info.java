/** Signing in: tokens, and who is asking. */
@NullMarked
package io.clubroom.domain.auth;

import org.jspecify.annotations.NullMarked;
