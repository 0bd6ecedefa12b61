/** What an administrator asks of a running server. */
@NullMarked
package io.clubroom.web.operation;

import org.jspecify.annotations.NullMarked;
