/** The contracts that every adapter must pass, races and fixtures: here what all features share. */
@NullMarked
package io.clubroom.testkit;

import org.jspecify.annotations.NullMarked;
