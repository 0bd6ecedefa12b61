/** Second factors over REST. */
@NullMarked
package io.clubroom.web.factor;

import org.jspecify.annotations.NullMarked;
