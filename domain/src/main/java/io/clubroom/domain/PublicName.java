package io.clubroom.domain;

/** What the application calls itself towards its users, for example in authenticator apps. */
public record PublicName(String value) {}
