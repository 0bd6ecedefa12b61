/** Use cases for proving who one is with a second factor. */
@NullMarked
package io.clubroom.application.factor;

import org.jspecify.annotations.NullMarked;
