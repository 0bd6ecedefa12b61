/** Signing in with an account of another provider. */
@NullMarked
package io.clubroom.application.identity;

import org.jspecify.annotations.NullMarked;
