/** In-memory rooms and messages, and a relay for nodes in one process. */
@NullMarked
package io.clubroom.memory.chat;

import org.jspecify.annotations.NullMarked;
