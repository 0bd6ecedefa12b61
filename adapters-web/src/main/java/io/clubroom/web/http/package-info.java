/** Shared handling of HTTP requests: ids, headers, bodies, queries and preconditions. */
@NullMarked
package io.clubroom.web.http;

import org.jspecify.annotations.NullMarked;
