/** Moderation of rooms: mutes, bans, and reports of messages. */
@NullMarked
package io.clubroom.domain.chat.moderation;

import org.jspecify.annotations.NullMarked;
