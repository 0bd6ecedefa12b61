/** Second factors, which prove in addition to the first sign-in step that the user owns the account. */
@NullMarked
package io.clubroom.domain.factor;

import org.jspecify.annotations.NullMarked;
