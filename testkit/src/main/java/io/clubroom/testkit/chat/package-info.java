/** Rooms and messages in memory, and what all adapters of them must guarantee. */
@NullMarked
package io.clubroom.testkit.chat;

import org.jspecify.annotations.NullMarked;
