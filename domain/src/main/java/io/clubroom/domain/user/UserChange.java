package io.clubroom.domain.user;

import io.clubroom.domain.password.PasswordHash;
import org.jspecify.annotations.Nullable;

/**
 * New values for the fields of a user. Null keeps the current value.
 *
 * @param clearsPhoneNumber whether to remove the phone number; takes precedence over {@code phoneNumber}
 */
public record UserChange(
        @Nullable Username username,
        @Nullable Email email,
        @Nullable FullName fullName,
        @Nullable PhoneNumber phoneNumber,
        boolean clearsPhoneNumber,
        @Nullable Role role,
        @Nullable Boolean active,
        @Nullable Boolean announcements,
        @Nullable PasswordHash passwordHash) {
    /** Changes nothing. */
    public static final UserChange NOTHING = new UserChange(null, null, null, null, false, null, null, null, null);

    public UserChange withUsername(@Nullable Username username) {
        return new UserChange(
                username, email, fullName, phoneNumber, clearsPhoneNumber, role, active, announcements, passwordHash);
    }

    public UserChange withEmail(@Nullable Email email) {
        return new UserChange(
                username, email, fullName, phoneNumber, clearsPhoneNumber, role, active, announcements, passwordHash);
    }

    public UserChange withFullName(@Nullable FullName fullName) {
        return new UserChange(
                username, email, fullName, phoneNumber, clearsPhoneNumber, role, active, announcements, passwordHash);
    }

    public UserChange withPhoneNumber(@Nullable PhoneNumber phoneNumber) {
        return new UserChange(
                username, email, fullName, phoneNumber, clearsPhoneNumber, role, active, announcements, passwordHash);
    }

    public UserChange withoutPhoneNumber() {
        return new UserChange(username, email, fullName, phoneNumber, true, role, active, announcements, passwordHash);
    }

    public UserChange withRole(@Nullable Role role) {
        return new UserChange(
                username, email, fullName, phoneNumber, clearsPhoneNumber, role, active, announcements, passwordHash);
    }

    public UserChange withActive(@Nullable Boolean active) {
        return new UserChange(
                username, email, fullName, phoneNumber, clearsPhoneNumber, role, active, announcements, passwordHash);
    }

    /** @param announcements whether the user takes announcements by mail */
    public UserChange withAnnouncements(@Nullable Boolean announcements) {
        return new UserChange(
                username, email, fullName, phoneNumber, clearsPhoneNumber, role, active, announcements, passwordHash);
    }

    public UserChange withPasswordHash(@Nullable PasswordHash passwordHash) {
        return new UserChange(
                username, email, fullName, phoneNumber, clearsPhoneNumber, role, active, announcements, passwordHash);
    }

    /** Whether only an administrator may make this change. */
    public boolean isPrivileged() {
        return role != null || active != null;
    }

    public boolean isEmpty() {
        return equals(NOTHING);
    }
}
