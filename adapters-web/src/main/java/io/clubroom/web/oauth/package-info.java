/** Signing in with Google, Facebook, GitHub and OpenID Connect: the authorization code flow of OAuth 2.0 with PKCE. */
@NullMarked
package io.clubroom.web.oauth;

import org.jspecify.annotations.NullMarked;
