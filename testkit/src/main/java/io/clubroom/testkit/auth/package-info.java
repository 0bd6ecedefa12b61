/** Contracts of the ports for sessions, and readable access tokens. */
@NullMarked
package io.clubroom.testkit.auth;

import org.jspecify.annotations.NullMarked;
