package io.clubroom.domain;

/** The name under which users know this application, for example in authenticator apps. */
public record PublicName(String value) {}
