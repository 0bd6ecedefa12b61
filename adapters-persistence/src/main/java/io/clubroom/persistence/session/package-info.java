/** Sessions in PostgreSQL. */
@NullMarked
package io.clubroom.persistence.session;

import org.jspecify.annotations.NullMarked;
