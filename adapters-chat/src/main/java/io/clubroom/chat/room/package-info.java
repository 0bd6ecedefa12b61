/** Who is in the rooms on this node, and how what is said reaches them. */
@NullMarked
package io.clubroom.chat.room;

import org.jspecify.annotations.NullMarked;
