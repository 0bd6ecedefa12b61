package io.clubroom.domain.user;

import io.clubroom.domain.password.PasswordHash;
import org.jspecify.annotations.Nullable;

/** What shall be different about a user; null leaves it as it is. */
public record UserChange(
        @Nullable Username username,
        @Nullable Email email,
        @Nullable FullName fullName,
        @Nullable PhoneNumber phoneNumber,
        boolean clearsPhoneNumber,
        @Nullable Role role,
        @Nullable Boolean active,
        @Nullable PasswordHash passwordHash) {

    /** Whether only an administrator may make this change. */
    public boolean isPrivileged() {
        return role != null || active != null;
    }

    public UserChange withPasswordHash(PasswordHash hash) {
        return new UserChange(username, email, fullName, phoneNumber, clearsPhoneNumber, role, active, hash);
    }

    public boolean isEmpty() {
        return username == null
                && email == null
                && fullName == null
                && phoneNumber == null
                && !clearsPhoneNumber
                && role == null
                && active == null
                && passwordHash == null;
    }
}
