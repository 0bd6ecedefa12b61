package io.clubroom.domain.identity;

/**
 * An account of a provider, the same for ever; e-mail addresses and names may change there.
 *
 * @param authority who knows it by this id: {@code google}, {@code facebook}, {@code github}, or the issuer of OpenID Connect,
 *     for the ids of two issuers may be the same
 * @param id what the authority calls it
 */
public record Subject(String authority, String id) {}
