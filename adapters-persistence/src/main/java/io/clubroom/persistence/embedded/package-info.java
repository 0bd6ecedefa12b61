/** The PostgreSQL that comes along, for a server that was given none. */
@NullMarked
package io.clubroom.persistence.embedded;

import org.jspecify.annotations.NullMarked;
