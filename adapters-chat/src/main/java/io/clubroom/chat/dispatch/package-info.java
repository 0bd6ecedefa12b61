/** Runs the chat engine, and carries out what it decides. */
@NullMarked
package io.clubroom.chat.dispatch;

import org.jspecify.annotations.NullMarked;
