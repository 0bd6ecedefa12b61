/** Rooms and messages kept in memory, and the relay of a single node. */
@NullMarked
package io.clubroom.memory.chat;

import org.jspecify.annotations.NullMarked;
