package io.clubroom.domain.user;

import io.clubroom.domain.password.PasswordHash;
import java.util.function.Consumer;
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
        @Nullable Boolean readReceipts,
        @Nullable EmailNotices emailNotices,
        @Nullable PasswordHash passwordHash) {
    /** Changes nothing. */
    public static final UserChange NOTHING = new Draft().build();

    public UserChange withUsername(@Nullable Username username) {
        return with(draft -> draft.username = username);
    }

    public UserChange withEmail(@Nullable Email email) {
        return with(draft -> draft.email = email);
    }

    public UserChange withFullName(@Nullable FullName fullName) {
        return with(draft -> draft.fullName = fullName);
    }

    public UserChange withPhoneNumber(@Nullable PhoneNumber phoneNumber) {
        return with(draft -> draft.phoneNumber = phoneNumber);
    }

    public UserChange withoutPhoneNumber() {
        return with(draft -> draft.clearsPhoneNumber = true);
    }

    public UserChange withRole(@Nullable Role role) {
        return with(draft -> draft.role = role);
    }

    public UserChange withActive(@Nullable Boolean active) {
        return with(draft -> draft.active = active);
    }

    /** @param announcements whether the user accepts announcements by mail */
    public UserChange withAnnouncements(@Nullable Boolean announcements) {
        return with(draft -> draft.announcements = announcements);
    }

    /** @param readReceipts whether others in private and direct rooms receive the user's read receipts */
    public UserChange withReadReceipts(@Nullable Boolean readReceipts) {
        return with(draft -> draft.readReceipts = readReceipts);
    }

    public UserChange withEmailNotices(@Nullable EmailNotices emailNotices) {
        return with(draft -> draft.emailNotices = emailNotices);
    }

    public UserChange withPasswordHash(@Nullable PasswordHash passwordHash) {
        return with(draft -> draft.passwordHash = passwordHash);
    }

    /** Whether only an administrator may make this change. */
    public boolean isPrivileged() {
        return role != null || active != null;
    }

    public boolean isEmpty() {
        return equals(NOTHING);
    }

    private UserChange with(Consumer<Draft> edit) {
        Draft draft = new Draft();
        draft.username = username;
        draft.email = email;
        draft.fullName = fullName;
        draft.phoneNumber = phoneNumber;
        draft.clearsPhoneNumber = clearsPhoneNumber;
        draft.role = role;
        draft.active = active;
        draft.announcements = announcements;
        draft.readReceipts = readReceipts;
        draft.emailNotices = emailNotices;
        draft.passwordHash = passwordHash;
        edit.accept(draft);
        return draft.build();
    }

    private static final class Draft {
        private @Nullable Username username;
        private @Nullable Email email;
        private @Nullable FullName fullName;
        private @Nullable PhoneNumber phoneNumber;
        private boolean clearsPhoneNumber;
        private @Nullable Role role;
        private @Nullable Boolean active;
        private @Nullable Boolean announcements;
        private @Nullable Boolean readReceipts;
        private @Nullable EmailNotices emailNotices;
        private @Nullable PasswordHash passwordHash;

        UserChange build() {
            return new UserChange(
                    username,
                    email,
                    fullName,
                    phoneNumber,
                    clearsPhoneNumber,
                    role,
                    active,
                    announcements,
                    readReceipts,
                    emailNotices,
                    passwordHash);
        }
    }
}
