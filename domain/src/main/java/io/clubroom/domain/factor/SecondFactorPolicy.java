package io.clubroom.domain.factor;

import io.clubroom.domain.user.Role;
import java.util.Set;

/**
 * The rule for who must have a second factor.
 *
 * @param roles the roles whose users, until they have a second factor, only get tokens for adding one
 */
public record SecondFactorPolicy(Set<Role> roles) {
    /** Nobody must have one. */
    public static final SecondFactorPolicy OPTIONAL = new SecondFactorPolicy(Set.of());

    public SecondFactorPolicy {
        roles = Set.copyOf(roles);
    }

    public boolean requiresOf(Role role) {
        return roles.contains(role);
    }
}
