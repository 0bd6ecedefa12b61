/** In-memory invitations. */
@NullMarked
package io.clubroom.memory.invitation;

import org.jspecify.annotations.NullMarked;
