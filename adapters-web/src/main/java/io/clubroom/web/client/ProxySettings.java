package io.clubroom.web.client;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;

/** @param trustedProxies the addresses, single or as ranges, whose word on where a request comes from is taken */
@ConfigurationProperties("clubroom.web.proxies")
public record ProxySettings(@Bindable(defaultValue = "") List<String> trustedProxies) {}
