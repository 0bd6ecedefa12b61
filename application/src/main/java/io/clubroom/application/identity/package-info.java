/** Sign-in with a provider's account. */
@NullMarked
package io.clubroom.application.identity;

import org.jspecify.annotations.NullMarked;
