/** Contracts of the ports for rooms and messages. */
@NullMarked
package io.clubroom.testkit.chat;

import org.jspecify.annotations.NullMarked;
