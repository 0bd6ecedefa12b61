/** Chat rooms and their messages over REST. */
@NullMarked
package io.clubroom.web.chat;

import org.jspecify.annotations.NullMarked;
