/** Deadlines for slow clients. */
@NullMarked
package io.clubroom.web.connection;

import org.jspecify.annotations.NullMarked;
