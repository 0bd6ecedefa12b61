/** The embedded PostgreSQL, for a server without {@code DATABASE_URL}. */
@NullMarked
package io.clubroom.persistence.embedded;

import org.jspecify.annotations.NullMarked;
