package io.clubroom.domain.user;

import io.clubroom.domain.password.PasswordHash;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who can sign in.
 *
 * @param passwordHash null if no password was ever set: such a user signs in another way
 * @param createdAt in microseconds, the precision of the store
 * @param version grows with every change that others can see
 * @param tokenVersion grows with every change that ends the tokens issued before it
 */
public record User(
        UserId id,
        Username username,
        Email email,
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

    /** This user after the change. A lower role, deactivation and a new password end the tokens that they hold. */
    public User changed(UserChange change, Instant now) {
        Role newRole = change.role() == null ? role : change.role();
        boolean newActive = change.active() == null ? active : change.active();
        boolean endsTokens = newRole.isBelow(role) || (active && !newActive) || change.passwordHash() != null;
        return new User(
                id,
                change.username() == null ? username : change.username(),
                change.email() == null ? email : change.email(),
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
}
