/** Identities at external providers, and sign-ins with them, in PostgreSQL. */
@NullMarked
package io.clubroom.persistence.identity;

import org.jspecify.annotations.NullMarked;
