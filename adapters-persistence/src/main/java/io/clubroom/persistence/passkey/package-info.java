/** Passkeys and challenges, in PostgreSQL. */
@NullMarked
package io.clubroom.persistence.passkey;

import org.jspecify.annotations.NullMarked;
