package io.clubroom.web.oauth;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Addresses with parameters. */
final class Urls {
    private Urls() {}

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** The address with these parameters behind those that it has already. */
    static String with(URI address, Map<String, String> parameters) {
        return address
                + (address.getRawQuery() == null ? "?" : "&")
                + parameters.entrySet().stream()
                        .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                        .collect(Collectors.joining("&"));
    }
}
