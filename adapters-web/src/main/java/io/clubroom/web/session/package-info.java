/** The sessions of users over REST. */
@NullMarked
package io.clubroom.web.session;

import org.jspecify.annotations.NullMarked;
