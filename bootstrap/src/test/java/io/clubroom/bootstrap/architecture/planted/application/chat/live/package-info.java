/** Violations in the chat engine. */
@NullMarked
package io.clubroom.bootstrap.architecture.planted.application.chat.live;

import org.jspecify.annotations.NullMarked;
