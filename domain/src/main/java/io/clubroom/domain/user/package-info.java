/** Users: who they are, what they are called, which role they have. */
@NullMarked
package io.clubroom.domain.user;

import org.jspecify.annotations.NullMarked;
