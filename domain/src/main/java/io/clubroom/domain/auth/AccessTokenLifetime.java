package io.clubroom.domain.auth;

import java.time.Duration;

/** How long an access token is valid after it was issued. */
public record AccessTokenLifetime(Duration value) {}
