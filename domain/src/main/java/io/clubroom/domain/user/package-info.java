/** Users with their names and roles, and the ports that store them. */
@NullMarked
package io.clubroom.domain.user;

import org.jspecify.annotations.NullMarked;
