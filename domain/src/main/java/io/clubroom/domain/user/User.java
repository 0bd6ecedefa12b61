package io.clubroom.domain.user;

import io.clubroom.domain.password.PasswordHash;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A user account.
 *
 * @param emailVerified whether the address is proven to belong to the user
 * @param mustVerifyEmail whether the user may sign in with a password only while the address is verified
 * @param announcements whether the user accepts announcements by mail
 * @param readReceipts whether others in private and direct rooms receive the user's read receipts
 * @param avatar null without a picture
 * @param passwordHash null for a user without a password, who signs in through an identity provider
 * @param createdAt in microseconds, the precision of the store
 * @param updatedAt in microseconds
 * @param version increases with every visible change
 * @param tokenVersion increases with every change that ends earlier tokens
 */
public record User(
        UserId id,
        Username username,
        Email email,
        boolean emailVerified,
        boolean mustVerifyEmail,
        @Nullable PasswordHash passwordHash,
        FullName fullName,
        @Nullable PhoneNumber phoneNumber,
        Role role,
        boolean active,
        boolean announcements,
        boolean readReceipts,
        EmailNotices emailNotices,
        @Nullable AvatarId avatar,
        Instant createdAt,
        Instant updatedAt,
        long version,
        int tokenVersion) {

    /**
     * Returns a new user: active, with an unverified address, no password and no phone number, and all settings at their defaults; {@link
     * #with} changes those.
     */
    public static User registered(
            UserId id, Username username, Email email, FullName fullName, Role role, Instant now) {
        return new User(
                id,
                username,
                email,
                false,
                false,
                null,
                fullName,
                null,
                role,
                true,
                true,
                true,
                EmailNotices.DIRECT_AND_MENTIONS,
                null,
                now,
                now,
                0,
                0);
    }

    /** Returns this user with the new values, at the same version; for a user who is not stored yet. */
    public User with(UserChange change) {
        return copy(change, emailVerified, mustVerifyEmail, hashAfter(change), updatedAt, version, tokenVersion);
    }

    /** Returns this user with a verified address, at the same version. */
    public User withVerifiedEmail() {
        return copy(UserChange.NOTHING, true, mustVerifyEmail, passwordHash, updatedAt, version, tokenVersion);
    }

    /** Returns this user, who then may sign in with a password only while the address is verified, at the same version. */
    public User whoMustVerifyEmail() {
        return copy(UserChange.NOTHING, emailVerified, true, passwordHash, updatedAt, version, tokenVersion);
    }

    public boolean isActiveAdmin() {
        return active && role == Role.ADMIN;
    }

    /**
     * Returns this user after the change, at the next version. A lower role, deactivation and a new password end the user's tokens; a
     * different address is unverified.
     */
    public User changed(UserChange change, Instant now) {
        boolean demoted = change.role() != null && change.role().isBelow(role);
        boolean deactivated = active && Boolean.FALSE.equals(change.active());
        boolean endsTokens = demoted || deactivated || change.passwordHash() != null;
        boolean keepsEmail = change.email() == null || change.email().isSameAs(email);
        return copy(
                change,
                emailVerified && keepsEmail,
                mustVerifyEmail,
                hashAfter(change),
                now,
                version + 1,
                endsTokens ? tokenVersion + 1 : tokenVersion);
    }

    /** Returns this user with a verified address, at the next version. */
    public User verified(Instant now) {
        return copy(UserChange.NOTHING, true, mustVerifyEmail, passwordHash, now, version + 1, tokenVersion);
    }

    /** Returns this user with all tokens ended, at the same version. */
    public User withTokensEnded() {
        return copy(
                UserChange.NOTHING, emailVerified, mustVerifyEmail, passwordHash, updatedAt, version, tokenVersion + 1);
    }

    /** Returns this user without a password and with all tokens ended. */
    public User withoutPassword(Instant now) {
        return copy(UserChange.NOTHING, emailVerified, mustVerifyEmail, null, now, version + 1, tokenVersion + 1);
    }

    /**
     * Returns this user after the owner of the address has proved the ownership: the address is verified, the password is removed, because
     * somebody else may have set it, and all tokens end.
     */
    public User reclaimed(Instant now) {
        return copy(UserChange.NOTHING, true, mustVerifyEmail, null, now, version + 1, tokenVersion + 1);
    }

    /** Returns this user with another picture, or without one, at the next version. */
    public User withAvatar(@Nullable AvatarId newAvatar, Instant now) {
        return new User(
                id,
                username,
                email,
                emailVerified,
                mustVerifyEmail,
                passwordHash,
                fullName,
                phoneNumber,
                role,
                active,
                announcements,
                readReceipts,
                emailNotices,
                newAvatar,
                createdAt,
                now,
                version + 1,
                tokenVersion);
    }

    private @Nullable PasswordHash hashAfter(UserChange change) {
        return change.passwordHash() == null ? passwordHash : change.passwordHash();
    }

    private User copy(
            UserChange change,
            boolean newEmailVerified,
            boolean newMustVerifyEmail,
            @Nullable PasswordHash newPasswordHash,
            Instant newUpdatedAt,
            long newVersion,
            int newTokenVersion) {
        return new User(
                id,
                change.username() == null ? username : change.username(),
                change.email() == null ? email : change.email(),
                newEmailVerified,
                newMustVerifyEmail,
                newPasswordHash,
                change.fullName() == null ? fullName : change.fullName(),
                change.clearsPhoneNumber() ? null : change.phoneNumber() == null ? phoneNumber : change.phoneNumber(),
                change.role() == null ? role : change.role(),
                change.active() == null ? active : change.active(),
                change.announcements() == null ? announcements : change.announcements(),
                change.readReceipts() == null ? readReceipts : change.readReceipts(),
                change.emailNotices() == null ? emailNotices : change.emailNotices(),
                avatar,
                createdAt,
                newUpdatedAt,
                newVersion,
                newTokenVersion);
    }
}
