/** Sign-in, and authentication of requests. */
@NullMarked
package io.clubroom.web.auth;

import org.jspecify.annotations.NullMarked;
