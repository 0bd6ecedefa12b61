/** Scheduled tasks of the chat. */
@NullMarked
package io.clubroom.bootstrap.chat;

import org.jspecify.annotations.NullMarked;
