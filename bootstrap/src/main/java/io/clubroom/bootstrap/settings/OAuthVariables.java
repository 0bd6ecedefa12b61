package io.clubroom.bootstrap.settings;

import io.clubroom.domain.identity.Provider;
import io.clubroom.web.oauth.OAuthSettings;
import io.clubroom.web.oauth.OAuthSettings.Endpoints;
import io.clubroom.web.oauth.OAuthSettings.Registration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads which providers users may sign in with. */
final class OAuthVariables {
    private static final String RETURN_URLS = "OAUTH_RETURN_URLS";
    private static final String ISSUER = "OIDC_ISSUER";
    private static final String TRUST_EMAIL = "OIDC_TRUST_EMAIL";

    private OAuthVariables() {}

    static OAuthSettings read(Variables variables) {
        Map<Provider, Registration> registrations = new EnumMap<>(Provider.class);
        for (Provider provider : Provider.values()) {
            registration(variables, provider).ifPresent(registration -> registrations.put(provider, registration));
        }
        Set<String> returnUrls = new LinkedHashSet<>();
        for (String url : variables.list(RETURN_URLS)) {
            returnUrls.add(Variables.browserAddress(RETURN_URLS, url).toString());
        }
        return new OAuthSettings(
                registrations, variables.browserAddress("OAUTH_REDIRECT_URL"), returnUrls, OAuthSettings.TIMEOUT);
    }

    private static Optional<Registration> registration(Variables variables, Provider provider) {
        // Validated even if the provider is off, so that a mistake does not show up only when it is enabled.
        Optional<Endpoints> endpoints = provider == Provider.OIDC
                ? discovered(variables)
                : Optional.of(endpoints(variables, prefix(provider), OAuthSettings.defaults(provider)));
        String id = id(provider);
        if (variables.text(id).isEmpty()) {
            return Optional.empty();
        }
        List<String> others = others(provider);
        for (String name : others) {
            if (variables.text(name).isEmpty()) {
                throw new InvalidSetting(name, "must be set too, because " + id + " is");
            }
        }
        return endpoints.map(
                there -> new Registration(variables.text(id, ""), variables.text(others.getLast(), ""), there));
    }

    /** Settings of providers that are off, one sentence per provider. */
    static List<String> warnings(Variables variables) {
        List<String> warnings = new ArrayList<>();
        for (Provider provider : Provider.values()) {
            List<String> set = others(provider).stream()
                    .filter(name -> variables.text(name).isPresent())
                    .toList();
            if (variables.text(id(provider)).isEmpty() && !set.isEmpty()) {
                warnings.add("Nobody can sign in with " + provider.text() + ": " + String.join(" and ", set)
                        + (set.size() == 1 ? " is" : " are") + " set, but " + id(provider) + " is not.");
            }
        }
        return warnings;
    }

    private static String id(Provider provider) {
        return prefix(provider) + "CLIENT_ID";
    }

    /** The variables that must be set with the id; the secret is the last. */
    private static List<String> others(Provider provider) {
        String secret = prefix(provider) + "CLIENT_SECRET";
        return provider == Provider.OIDC ? List.of(ISSUER, secret) : List.of(secret);
    }

    private static String prefix(Provider provider) {
        return provider.text().toUpperCase(Locale.ROOT) + "_";
    }

    private static Optional<Endpoints> discovered(Variables variables) {
        boolean vouchesForEmails = variables.flag(TRUST_EMAIL, false);
        return variables.webAddress(ISSUER).map(issuer -> {
            if (issuer.getRawQuery() != null) {
                throw new InvalidSetting(ISSUER, "must be an address without a '?'");
            }
            return new Endpoints.Discovered(issuer, vouchesForEmails);
        });
    }

    private static Endpoints endpoints(Variables variables, String prefix, Endpoints.Fixed defaults) {
        return defaults.replaced(
                variables.webAddress(prefix + "AUTHORIZE_URL"),
                variables.webAddress(prefix + "TOKEN_URL"),
                variables.webAddress(prefix + "USERINFO_URL"),
                defaults.emails() == null ? Optional.empty() : variables.webAddress(prefix + "EMAILS_URL"));
    }
}
