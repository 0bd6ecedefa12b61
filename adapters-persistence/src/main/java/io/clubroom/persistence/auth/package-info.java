/** Refresh tokens and revocations in PostgreSQL. */
@NullMarked
package io.clubroom.persistence.auth;

import org.jspecify.annotations.NullMarked;
