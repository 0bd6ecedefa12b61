/** Signing in, and who is asking. */
@NullMarked
package io.clubroom.web.auth;

import org.jspecify.annotations.NullMarked;
