/** Use cases for user accounts. */
@NullMarked
package io.clubroom.application.user;

import org.jspecify.annotations.NullMarked;
