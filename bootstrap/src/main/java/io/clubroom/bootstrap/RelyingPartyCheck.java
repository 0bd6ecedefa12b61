package io.clubroom.bootstrap;

import io.clubroom.domain.passkey.Passkeys;
import io.clubroom.domain.passkey.RelyingParty;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Detects passkeys that no longer work because the server's host name has changed. */
final class RelyingPartyCheck {
    private static final Logger LOG = LoggerFactory.getLogger(RelyingPartyCheck.class);

    private RelyingPartyCheck() {}

    /**
     * Refuses to start with passkeys of another relying party, or logs how many there are.
     *
     * @param isAccepted whether the operator has accepted this
     */
    static void run(Passkeys passkeys, RelyingParty relyingParty, boolean isAccepted) {
        Set<String> others = new HashSet<>(passkeys.rpIds());
        others.remove(relyingParty.id());
        if (others.isEmpty()) {
            return;
        }
        String names = String.join(", ", new TreeSet<>(others));
        if (!isAccepted) {
            throw new StartupFailure(
                    "there are passkeys for " + names + ", which do not work for " + relyingParty.id()
                            + ", the host of PUBLIC_URL: set PUBLIC_URL as it was, or PASSKEY_RP_ID_CHANGED=accept to"
                            + " start without them.",
                    null);
        }
        LOG.warn(
                "{} passkeys for {} are useless, because the host of PUBLIC_URL is {} now: they work again if it is set"
                        + " back, and their users can make others",
                passkeys.countOfOthers(relyingParty.id()),
                names,
                relyingParty.id());
    }
}
