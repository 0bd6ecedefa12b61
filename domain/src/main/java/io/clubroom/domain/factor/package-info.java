/** Second factors: what proves, beside the first way of signing in, that the user is the owner of the account. */
@NullMarked
package io.clubroom.domain.factor;

import org.jspecify.annotations.NullMarked;
