/** The metrics of the chat. */
@NullMarked
package io.clubroom.chat.metrics;

import org.jspecify.annotations.NullMarked;
