package io.clubroom.web.client;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;

/** @param trustedProxies addresses and ranges of the proxies whose {@code X-Forwarded-*} headers count */
@ConfigurationProperties("clubroom.web.proxies")
public record ProxySettings(@Bindable(defaultValue = "") List<String> trustedProxies) {}
