/** Rooms and messages, and the ports that store and relay them. */
@NullMarked
package io.clubroom.domain.chat;

import org.jspecify.annotations.NullMarked;
