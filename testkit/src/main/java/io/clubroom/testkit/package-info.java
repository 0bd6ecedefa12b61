/** In-memory adapters and the contracts that every adapter must pass: here what all features share. */
@NullMarked
package io.clubroom.testkit;

import org.jspecify.annotations.NullMarked;
