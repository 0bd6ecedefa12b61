/** The search for messages. */
@NullMarked
package io.clubroom.application.chat.search;

import org.jspecify.annotations.NullMarked;
