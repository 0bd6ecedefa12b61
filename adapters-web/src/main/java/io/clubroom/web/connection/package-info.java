/** Client connections: the rules of HTTP for requests, and the limits on time, number and memory. */
@NullMarked
package io.clubroom.web.connection;

import org.jspecify.annotations.NullMarked;
