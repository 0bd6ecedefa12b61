/** Rooms and messages in PostgreSQL, and signals between nodes. */
@NullMarked
package io.clubroom.persistence.chat;

import org.jspecify.annotations.NullMarked;
