/** Contracts that every adapter must pass, fixtures, and tools for concurrency tests. */
@NullMarked
package io.clubroom.testkit;

import org.jspecify.annotations.NullMarked;
