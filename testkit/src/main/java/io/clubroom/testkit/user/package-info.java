/** Contracts of the ports for users, and user fixtures. */
@NullMarked
package io.clubroom.testkit.user;

import org.jspecify.annotations.NullMarked;
