/** Contracts of the ports for passkeys, and an authenticator in software. */
@NullMarked
package io.clubroom.testkit.passkey;

import org.jspecify.annotations.NullMarked;
