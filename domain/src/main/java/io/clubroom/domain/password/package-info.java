/** Passwords, and what is stored of them. */
@NullMarked
package io.clubroom.domain.password;

import org.jspecify.annotations.NullMarked;
