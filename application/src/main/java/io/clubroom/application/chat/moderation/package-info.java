/** The use cases of moderators of rooms, and of those who report messages to them. */
@NullMarked
package io.clubroom.application.chat.moderation;

import org.jspecify.annotations.NullMarked;
