/** Passkeys: credentials that sign in without a password, after Web Authentication (WebAuthn) Level 3 of the W3C. */
@NullMarked
package io.clubroom.domain.passkey;

import org.jspecify.annotations.NullMarked;
