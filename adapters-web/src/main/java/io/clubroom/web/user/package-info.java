/** The calls about users. */
@NullMarked
package io.clubroom.web.user;

import org.jspecify.annotations.NullMarked;
