package io.clubroom.bootstrap.settings;

import io.clubroom.domain.identity.Provider;
import io.clubroom.web.oauth.OAuthSettings;
import io.clubroom.web.oauth.OAuthSettings.Endpoints;
import io.clubroom.web.oauth.OAuthSettings.Registration;
import java.net.URI;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads at which providers users may sign in. */
final class OAuthVariables {
    private static final String RETURN_URLS = "OAUTH_RETURN_URLS";
    private static final String ISSUER = "OIDC_ISSUER";

    private OAuthVariables() {}

    static OAuthSettings read(Variables variables) {
        Map<Provider, Registration> registrations = new EnumMap<>(Provider.class);
        for (Provider provider : Provider.values()) {
            registration(variables, provider).ifPresent(registration -> registrations.put(provider, registration));
        }
        Set<String> returnUrls = new LinkedHashSet<>();
        for (String url : variables.list(RETURN_URLS)) {
            returnUrls.add(Variables.webAddress(RETURN_URLS, url).toString());
        }
        return new OAuthSettings(
                registrations, variables.webAddress("OAUTH_REDIRECT_URL"), returnUrls, OAuthSettings.TIMEOUT);
    }

    private static Optional<Registration> registration(Variables variables, Provider provider) {
        String prefix = provider.text().toUpperCase(Locale.ROOT) + "_";
        // Read even if the provider is off, so that a wrong one is not found out the day it is switched on.
        Optional<Endpoints> endpoints = provider == Provider.OIDC
                ? variables.webAddress(ISSUER).map(OAuthVariables::discovered)
                : Optional.of(endpoints(variables, prefix, OAuthSettings.defaults(provider)));
        String id = prefix + "CLIENT_ID";
        String secret = prefix + "CLIENT_SECRET";
        List<String> needed = provider == Provider.OIDC ? List.of(ISSUER, id, secret) : List.of(id, secret);
        Optional<String> set =
                needed.stream().filter(name -> variables.text(name).isPresent()).findFirst();
        if (set.isEmpty()) {
            return Optional.empty();
        }
        for (String name : needed) {
            if (variables.text(name).isEmpty()) {
                throw new InvalidSetting(name, "must be set too, because " + set.get() + " is");
            }
        }
        return endpoints.map(there -> new Registration(variables.text(id, ""), variables.text(secret, ""), there));
    }

    private static Endpoints discovered(URI issuer) {
        if (issuer.getRawQuery() != null) {
            throw new InvalidSetting(ISSUER, "must be an address without a '?'");
        }
        return new Endpoints.Discovered(issuer);
    }

    private static Endpoints endpoints(Variables variables, String prefix, Endpoints.Fixed defaults) {
        return new Endpoints.Fixed(
                variables.webAddress(prefix + "AUTHORIZE_URL").orElse(defaults.authorize()),
                variables.webAddress(prefix + "TOKEN_URL").orElse(defaults.token()),
                variables.webAddress(prefix + "USERINFO_URL").orElse(defaults.userinfo()),
                defaults.emails() == null
                        ? null
                        : variables.webAddress(prefix + "EMAILS_URL").orElse(defaults.emails()));
    }
}
