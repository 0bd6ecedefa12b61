package io.clubroom.domain.user;

import io.clubroom.domain.password.PasswordHash;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who can sign in.
 *
 * @param emailVerified whether it is sure that the address is this user's; whoever only says so may be anybody
 * @param passwordHash null if they have no password: such a user signs in another way
 * @param createdAt in microseconds, the precision of the store
 * @param version grows with every change that others can see
 * @param tokenVersion grows with every change that ends the tokens issued before it
 */
public record User(
        UserId id,
        Username username,
        Email email,
        boolean emailVerified,
        @Nullable PasswordHash passwordHash,
        FullName fullName,
        @Nullable PhoneNumber phoneNumber,
        Role role,
        boolean active,
        Instant createdAt,
        Instant updatedAt,
        long version,
        int tokenVersion) {

    public boolean isActiveAdmin() {
        return active && role == Role.ADMIN;
    }

    /**
     * This user after the change. A lower role, deactivation and a new password end the tokens that they hold; another
     * address is not a verified one.
     */
    public User changed(UserChange change, Instant now) {
        Role newRole = change.role() == null ? role : change.role();
        boolean newActive = change.active() == null ? active : change.active();
        boolean endsTokens = newRole.isBelow(role) || (active && !newActive) || change.passwordHash() != null;
        return new User(
                id,
                change.username() == null ? username : change.username(),
                change.email() == null ? email : change.email(),
                emailVerified && (change.email() == null || change.email().isSameAs(email)),
                change.passwordHash() == null ? passwordHash : change.passwordHash(),
                change.fullName() == null ? fullName : change.fullName(),
                change.clearsPhoneNumber() ? null : change.phoneNumber() == null ? phoneNumber : change.phoneNumber(),
                newRole,
                newActive,
                createdAt,
                now,
                version + 1,
                endsTokens ? tokenVersion + 1 : tokenVersion);
    }

    /**
     * This user in the hands of who is known to have the address: the password, which somebody else may have set, is
     * removed, and the tokens made so far end.
     */
    public User reclaimed(Instant now) {
        return new User(
                id,
                username,
                email,
                true,
                null,
                fullName,
                phoneNumber,
                role,
                active,
                createdAt,
                now,
                version + 1,
                tokenVersion + 1);
    }
}
