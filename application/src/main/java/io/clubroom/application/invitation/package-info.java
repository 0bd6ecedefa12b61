/** Use cases of invitations. */
@NullMarked
package io.clubroom.application.invitation;

import org.jspecify.annotations.NullMarked;
