/** The ceremonies of passkeys, verified by WebAuthn4J. */
@NullMarked
package io.clubroom.webauthn;

import org.jspecify.annotations.NullMarked;
