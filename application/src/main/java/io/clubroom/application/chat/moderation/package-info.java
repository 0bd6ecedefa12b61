/** Use cases for moderating rooms and for reporting messages. */
@NullMarked
package io.clubroom.application.chat.moderation;

import org.jspecify.annotations.NullMarked;
