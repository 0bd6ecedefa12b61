/** Signing in, staying signed in, signing out. */
@NullMarked
package io.clubroom.application.auth;

import org.jspecify.annotations.NullMarked;
