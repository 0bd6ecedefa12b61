/** What every call shares: the request's id, the reading of bodies, queries and preconditions. */
@NullMarked
package io.clubroom.web.http;

import org.jspecify.annotations.NullMarked;
