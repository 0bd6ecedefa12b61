/** Notifications about rooms that a connection is not in: new rooms, new messages, and read markers moved by other connections. */
@NullMarked
package io.clubroom.application.chat.feed;

import org.jspecify.annotations.NullMarked;
