/** Use cases for invitations. */
@NullMarked
package io.clubroom.application.invitation;

import org.jspecify.annotations.NullMarked;
