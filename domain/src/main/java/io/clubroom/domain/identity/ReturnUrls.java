package io.clubroom.domain.identity;

import java.util.Set;

/** The addresses to which a browser may be redirected after a sign-in. */
public record ReturnUrls(Set<String> addresses) {
    public ReturnUrls {
        addresses = Set.copyOf(addresses);
    }

    public boolean contains(String address) {
        return addresses.contains(address);
    }
}
