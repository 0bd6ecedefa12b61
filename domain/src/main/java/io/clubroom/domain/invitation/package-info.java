/** Invitations to register. */
@NullMarked
package io.clubroom.domain.invitation;

import org.jspecify.annotations.NullMarked;
