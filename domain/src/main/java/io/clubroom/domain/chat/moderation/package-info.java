/** What moderators of rooms do: they mute and ban users, and resolve reports of messages. */
@NullMarked
package io.clubroom.domain.chat.moderation;

import org.jspecify.annotations.NullMarked;
