/** Health of the database and figures of the machine. */
@NullMarked
package io.clubroom.bootstrap.health;

import org.jspecify.annotations.NullMarked;
