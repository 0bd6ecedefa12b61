/** Everything that can go wrong, in one shape. */
@NullMarked
package io.clubroom.web.error;

import org.jspecify.annotations.NullMarked;
