/** Fixtures of users, and the contracts of the ports around users. */
@NullMarked
package io.clubroom.testkit.user;

import org.jspecify.annotations.NullMarked;
