/** What clients and the server say to each other, and how it is written. */
@NullMarked
package io.clubroom.chat.frame;

import org.jspecify.annotations.NullMarked;
