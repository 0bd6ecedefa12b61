/** Changes to a running server. */
@NullMarked
package io.clubroom.web.operation;

import org.jspecify.annotations.NullMarked;
