package io.clubroom.domain.user;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The rules for registering. Administrators may register anybody.
 *
 * @param emailDomains the domains of the addresses that may register, in lower case; empty for all
 * @param verifiesEmail whether users who register may sign in, except with a provider, only after verifying the address
 * @param exempt an address that need not be verified: that of the first administrator
 */
public record RegistrationPolicy(Mode mode, Set<String> emailDomains, boolean verifiesEmail, Optional<Email> exempt) {
    /** Anybody may register, with any address. */
    public static final RegistrationPolicy OPEN = new RegistrationPolicy(Mode.OPEN, Set.of(), false, Optional.empty());

    /** Who may register without an administrator's token. */
    public enum Mode {
        /** Anybody. */
        OPEN,
        /** Anybody with an invitation. */
        INVITED,
        /** Nobody, not even with an invitation. */
        CLOSED
    }

    public RegistrationPolicy {
        emailDomains = Set.copyOf(emailDomains);
    }

    /** Whether addresses of this domain may register. */
    public boolean admitsDomainOf(Email email) {
        String domain = email.value().substring(email.value().lastIndexOf('@') + 1);
        return emailDomains.isEmpty() || emailDomains.contains(domain.toLowerCase(Locale.ROOT));
    }

    /** Whether a user who registers with this address must verify it. */
    public boolean mustVerify(Email email) {
        return verifiesEmail && exempt.filter(email::isSameAs).isEmpty();
    }

    /** Whether the user may sign in, except with a provider, only after verifying the address. */
    public boolean mustVerifyFirst(User user) {
        return user.mustVerifyEmail() && !user.emailVerified() && mustVerify(user.email());
    }
}
