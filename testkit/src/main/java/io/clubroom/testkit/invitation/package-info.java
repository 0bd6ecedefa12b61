/** The contract of invitations. */
@NullMarked
package io.clubroom.testkit.invitation;

import org.jspecify.annotations.NullMarked;
