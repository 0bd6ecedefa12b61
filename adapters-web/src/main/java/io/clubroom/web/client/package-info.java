/** Identifies the client of a request, including behind proxies. */
@NullMarked
package io.clubroom.web.client;

import org.jspecify.annotations.NullMarked;
