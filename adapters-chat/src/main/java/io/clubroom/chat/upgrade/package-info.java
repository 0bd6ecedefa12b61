/** The WebSocket endpoint of the chat: which upgrade requests are accepted, and how the chat takes over the channel afterwards. */
@NullMarked
package io.clubroom.chat.upgrade;

import org.jspecify.annotations.NullMarked;
