/** How much a client, a user or an account may ask for. */
@NullMarked
package io.clubroom.web.limit;

import org.jspecify.annotations.NullMarked;
