/** Use cases for authenticating with a second factor. */
@NullMarked
package io.clubroom.application.factor;

import org.jspecify.annotations.NullMarked;
