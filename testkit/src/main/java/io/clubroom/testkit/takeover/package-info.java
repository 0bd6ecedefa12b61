/** The database of the predecessor. */
@NullMarked
package io.clubroom.testkit.takeover;

import org.jspecify.annotations.NullMarked;
