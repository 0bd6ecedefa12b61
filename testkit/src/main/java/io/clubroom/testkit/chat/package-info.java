/** The contracts of the ports around rooms and messages. */
@NullMarked
package io.clubroom.testkit.chat;

import org.jspecify.annotations.NullMarked;
