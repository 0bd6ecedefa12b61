/** A PostgreSQL server for tests. */
@NullMarked
package io.clubroom.testkit.postgres;

import org.jspecify.annotations.NullMarked;
