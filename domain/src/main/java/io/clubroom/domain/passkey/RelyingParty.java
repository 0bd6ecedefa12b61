package io.clubroom.domain.passkey;

import java.util.Set;

/** This server as the relying party of passkeys (WebAuthn Level 3 §4). */
public interface RelyingParty {
    /** Its id: a host name. */
    String id();

    /** The origins of the pages that may use its passkeys. */
    Set<String> origins();
}
