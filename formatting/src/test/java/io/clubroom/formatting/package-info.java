/** The formatter's check. */
@NullMarked
package io.clubroom.formatting;

import org.jspecify.annotations.NullMarked;
