/** Users over REST. */
@NullMarked
package io.clubroom.web.user;

import org.jspecify.annotations.NullMarked;
