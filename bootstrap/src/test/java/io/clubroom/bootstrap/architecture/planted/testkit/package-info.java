/** Violations in a testkit. */
@NullMarked
package io.clubroom.bootstrap.architecture.planted.testkit;

import org.jspecify.annotations.NullMarked;
