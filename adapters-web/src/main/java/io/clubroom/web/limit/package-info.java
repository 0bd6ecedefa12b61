/** Rate limits, and protection of the database from overload. */
@NullMarked
package io.clubroom.web.limit;

import org.jspecify.annotations.NullMarked;
