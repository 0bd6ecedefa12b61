/** Password hashers for tests, and what every one must do. */
@NullMarked
package io.clubroom.testkit.password;

import org.jspecify.annotations.NullMarked;
