package io.clubroom.web.passkey;

import java.util.List;

/** @param allowedOrigins the origins of pages that may use passkeys, besides that of this server's public address */
public record PasskeySettings(List<String> allowedOrigins) {}
