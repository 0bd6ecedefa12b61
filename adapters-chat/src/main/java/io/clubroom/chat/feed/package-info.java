/** Notifies connections of events in rooms that they are not in. */
@NullMarked
package io.clubroom.chat.feed;

import org.jspecify.annotations.NullMarked;
