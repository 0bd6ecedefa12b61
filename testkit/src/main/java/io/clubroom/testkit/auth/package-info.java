/** The contracts of the ports around signing in, and readable access tokens. */
@NullMarked
package io.clubroom.testkit.auth;

import org.jspecify.annotations.NullMarked;
