/** Runs the chat engine, and executes its effects. */
@NullMarked
package io.clubroom.chat.dispatch;

import org.jspecify.annotations.NullMarked;
