/** Sessions, which a sign-in opens and refreshing continues. */
@NullMarked
package io.clubroom.domain.session;

import org.jspecify.annotations.NullMarked;
