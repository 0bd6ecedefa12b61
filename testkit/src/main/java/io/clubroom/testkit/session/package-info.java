/** The contract of the sessions port. */
@NullMarked
package io.clubroom.testkit.session;

import org.jspecify.annotations.NullMarked;
