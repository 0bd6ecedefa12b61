/** Use cases for sessions: sign in, refresh, sign out. */
@NullMarked
package io.clubroom.application.auth;

import org.jspecify.annotations.NullMarked;
