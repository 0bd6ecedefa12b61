/** The client of a request, also behind a proxy. */
@NullMarked
package io.clubroom.web.client;

import org.jspecify.annotations.NullMarked;
