/** Who a user is elsewhere: signing in with an account of another provider. */
@NullMarked
package io.clubroom.domain.identity;

import org.jspecify.annotations.NullMarked;
