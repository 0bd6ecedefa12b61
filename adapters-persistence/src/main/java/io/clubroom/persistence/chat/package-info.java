/** Rooms and messages in PostgreSQL, and what its nodes tell each other. */
@NullMarked
package io.clubroom.persistence.chat;

import org.jspecify.annotations.NullMarked;
