package io.clubroom.domain.identity;

/**
 * The permanent identifier of a provider's account, whose address and name may change.
 *
 * @param authority {@code google}, {@code facebook}, {@code github} or the issuer of an OpenID Connect provider: ids are unique
 *     within an authority only
 */
public record Subject(String authority, String id) {}
