/** Who is at the other end of a connection, also when a proxy stands between. */
@NullMarked
package io.clubroom.web.client;

import org.jspecify.annotations.NullMarked;
