/** The rooms with members on this node: presence, the storing of messages and their delivery. */
@NullMarked
package io.clubroom.chat.room;

import org.jspecify.annotations.NullMarked;
