/** The contract of password hashers, and a fast hasher for tests. */
@NullMarked
package io.clubroom.testkit.password;

import org.jspecify.annotations.NullMarked;
