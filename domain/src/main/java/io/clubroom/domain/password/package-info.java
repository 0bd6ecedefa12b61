/** Passwords and their hashes. */
@NullMarked
package io.clubroom.domain.password;

import org.jspecify.annotations.NullMarked;
