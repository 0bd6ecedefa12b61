/** Password hashing with bcrypt. */
@NullMarked
package io.clubroom.bcrypt;

import org.jspecify.annotations.NullMarked;
