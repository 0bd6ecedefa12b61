/** Health checks over REST. */
@NullMarked
package io.clubroom.web.health;

import org.jspecify.annotations.NullMarked;
