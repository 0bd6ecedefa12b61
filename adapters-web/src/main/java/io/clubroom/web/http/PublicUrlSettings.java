package io.clubroom.web.http;

import java.net.URI;
import java.util.Optional;

/**
 * The address under which browsers reach this server.
 *
 * @param url scheme, host and port only; empty for the address on which the server listens
 */
public record PublicUrlSettings(Optional<URI> url) {}
