/** Sign-in with a provider's account. */
@NullMarked
package io.clubroom.domain.identity;

import org.jspecify.annotations.NullMarked;
