package io.clubroom.web.passkey;

import java.util.List;

/** @param allowedOrigins of pages that may use passkeys, besides those of this server's public address */
public record PasskeySettings(List<String> allowedOrigins) {}
