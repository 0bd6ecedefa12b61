/** Passkeys: their registration and management, and signing in with them. */
@NullMarked
package io.clubroom.web.passkey;

import org.jspecify.annotations.NullMarked;
