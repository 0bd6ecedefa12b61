/** Invitations in PostgreSQL. */
@NullMarked
package io.clubroom.persistence.invitation;

import org.jspecify.annotations.NullMarked;
