/** Invitations over REST. */
@NullMarked
package io.clubroom.web.invitation;

import org.jspecify.annotations.NullMarked;
