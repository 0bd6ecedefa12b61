/** Input that nobody should send. */
@NullMarked
package io.clubroom.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
