/** How the machine and the database are. */
@NullMarked
package io.clubroom.bootstrap.health;

import org.jspecify.annotations.NullMarked;
