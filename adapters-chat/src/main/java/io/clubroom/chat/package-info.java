/** The adapter that serves the chat over WebSocket. */
@NullMarked
package io.clubroom.chat;

import org.jspecify.annotations.NullMarked;
