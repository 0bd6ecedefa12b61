/** Configuration of logging. */
@NullMarked
package io.clubroom.bootstrap.logging;

import org.jspecify.annotations.NullMarked;
