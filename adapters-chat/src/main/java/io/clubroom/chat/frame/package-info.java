/** The frames of the chat protocol and their encoding in JSON. */
@NullMarked
package io.clubroom.chat.frame;

import org.jspecify.annotations.NullMarked;
