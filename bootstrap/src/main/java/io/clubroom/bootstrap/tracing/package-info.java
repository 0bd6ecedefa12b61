/** How spans leave the server. */
@NullMarked
package io.clubroom.bootstrap.tracing;

import org.jspecify.annotations.NullMarked;
