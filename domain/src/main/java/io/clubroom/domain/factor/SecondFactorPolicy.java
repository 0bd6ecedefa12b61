package io.clubroom.domain.factor;

import io.clubroom.domain.user.Role;
import java.util.Set;

/**
 * Who must have a second factor.
 *
 * @param roles whose users get tokens that are good for adding one only, until they have one
 */
public record SecondFactorPolicy(Set<Role> roles) {
    /** Nobody must. */
    public static final SecondFactorPolicy OPTIONAL = new SecondFactorPolicy(Set.of());

    public SecondFactorPolicy {
        roles = Set.copyOf(roles);
    }

    public boolean requiresOf(Role role) {
        return roles.contains(role);
    }
}
