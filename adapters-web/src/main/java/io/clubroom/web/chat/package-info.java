/** The calls about rooms and what was said in them. */
@NullMarked
package io.clubroom.web.chat;

import org.jspecify.annotations.NullMarked;
