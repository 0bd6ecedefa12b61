/** Use cases for chat rooms and messages. */
@NullMarked
package io.clubroom.application.chat;

import org.jspecify.annotations.NullMarked;
