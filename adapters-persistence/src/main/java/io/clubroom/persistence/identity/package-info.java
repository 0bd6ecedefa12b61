/** Accounts elsewhere, and signing in with them, in PostgreSQL. */
@NullMarked
package io.clubroom.persistence.identity;

import org.jspecify.annotations.NullMarked;
