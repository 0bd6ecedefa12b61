package io.clubroom.web.client;

import java.util.List;

/** @param trustedProxies addresses and CIDR ranges of the proxies whose {@code X-Forwarded-*} headers are trusted */
public record ProxySettings(List<String> trustedProxies) {}
