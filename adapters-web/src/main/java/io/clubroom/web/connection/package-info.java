/** Connections of clients: the rules of HTTP for their requests, and the bounds of time, number and memory. */
@NullMarked
package io.clubroom.web.connection;

import org.jspecify.annotations.NullMarked;
