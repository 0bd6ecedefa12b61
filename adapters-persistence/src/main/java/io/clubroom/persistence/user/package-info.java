/** Users in PostgreSQL. */
@NullMarked
package io.clubroom.persistence.user;

import org.jspecify.annotations.NullMarked;
