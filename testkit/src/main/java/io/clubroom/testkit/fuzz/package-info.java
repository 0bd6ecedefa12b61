/** Hostile input. */
@NullMarked
package io.clubroom.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
