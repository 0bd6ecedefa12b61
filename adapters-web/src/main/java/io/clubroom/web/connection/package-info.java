/** What becomes of connections over which requests come too slowly. */
@NullMarked
package io.clubroom.web.connection;

import org.jspecify.annotations.NullMarked;
