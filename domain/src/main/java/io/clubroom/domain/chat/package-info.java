/** Rooms, and what is said in them. */
@NullMarked
package io.clubroom.domain.chat;

import org.jspecify.annotations.NullMarked;
