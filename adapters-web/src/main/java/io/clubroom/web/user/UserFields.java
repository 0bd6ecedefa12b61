package io.clubroom.web.user;

import static io.swagger.v3.oas.annotations.media.Schema.RequiredMode.NOT_REQUIRED;

import io.clubroom.application.user.CreateUser;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.EmailNotices;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.PhoneNumber;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.clubroom.web.http.JsonFields;
import io.clubroom.web.http.Preconditions;
import io.micronaut.http.HttpRequest;
import io.micronaut.openapi.annotation.OpenAPIExtraSchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The fields of a user in request bodies: their schemas in the OpenAPI document, and their parsing. */
final class UserFields {
    /** A user to be registered. */
    @Schema(name = "NewUser")
    @OpenAPIExtraSchema
    record NewUser(
            @Schema(ref = "Username") String username,
            @Schema(ref = "Email") String email,
            @Schema(ref = "Password") String password,
            @Schema(ref = "FullName") String fullName,
            @Schema(ref = "PhoneNumber") @Nullable String phoneNumber,

            @Schema(
                    ref = "Role",
                    type = "string",
                    description = "`client` unless given. Only administrators register administrators.")
            @Nullable
            String role,

            @Schema(description = "The token of an invitation.", pattern = "^[^\\u0000]*$") @Nullable
            String invitation) {}

    /** The new values of some fields; null leaves a field as it is. */
    @Schema(name = "UserReplacement")
    @OpenAPIExtraSchema
    record UserReplacement(
            @Schema(ref = "Username") @Nullable String username,
            @Schema(ref = "Email") @Nullable String email,
            @Schema(ref = "Password") @Nullable String password,
            @Schema(ref = "CurrentPassword") @Nullable String currentPassword,
            @Schema(ref = "FullName") @Nullable String fullName,
            @Schema(ref = "PhoneNumber") @Nullable String phoneNumber,

            @Schema(ref = "Role", description = "For administrators only.") @Nullable
            String role,

            @Schema(description = "For administrators only.") @Nullable
            Boolean active,

            @Schema(description = "Whether the user takes announcements by mail.") @Nullable
            Boolean announcements,

            @Schema(description = "Whether others in private and direct rooms are told what the user has read.")
            @Nullable
            Boolean readReceipts,

            @Schema(ref = "EmailNotices") @Nullable String emailNotices) {}

    /** The new values of some fields; null clears a field that is optional. */
    @Schema(name = "UserPatch")
    @OpenAPIExtraSchema
    record UserPatch(
            @Schema(ref = "Username", requiredMode = NOT_REQUIRED)
            String username,

            @Schema(ref = "Email", requiredMode = NOT_REQUIRED)
            String email,

            @Schema(ref = "Password", requiredMode = NOT_REQUIRED)
            String password,

            @Schema(ref = "CurrentPassword") @Nullable String currentPassword,

            @Schema(ref = "FullName", requiredMode = NOT_REQUIRED)
            String fullName,

            @Schema(ref = "PhoneNumber") @Nullable String phoneNumber,

            @Schema(ref = "Role", description = "For administrators only.", requiredMode = NOT_REQUIRED)
            String role,

            @Schema(description = "For administrators only.", requiredMode = NOT_REQUIRED)
            boolean active,

            @Schema(description = "Whether the user takes announcements by mail.", requiredMode = NOT_REQUIRED)
            boolean announcements,

            @Schema(
                    description = "Whether others in private and direct rooms are told what the user has read.",
                    requiredMode = NOT_REQUIRED)
            boolean readReceipts,

            @Schema(ref = "EmailNotices", requiredMode = NOT_REQUIRED)
            String emailNotices) {}

    private static final String USERNAME = "username";
    private static final String EMAIL = "email";
    private static final String PASSWORD = "password";
    private static final String FULL_NAME = "full_name";
    private static final String PHONE_NUMBER = "phone_number";
    private static final String ROLE = "role";
    private static final String ACTIVE = "active";
    private static final String ANNOUNCEMENTS = "announcements";
    private static final String READ_RECEIPTS = "read_receipts";
    private static final String EMAIL_NOTICES = "email_notices";
    private static final String INVITATION = "invitation";
    private static final String CURRENT_PASSWORD = "current_password";

    private UserFields() {}

    /** Parses a registration. The role is {@link Role#CLIENT} unless the body has one. */
    static CreateUser.Command registration(byte[] body) {
        JsonFields fields = JsonFields.parse(body);
        Username username = fields.required(USERNAME, Username::of);
        Email email = fields.required(EMAIL, Email::of);
        Password password = fields.required(PASSWORD, Password::of);
        FullName fullName = fields.required(FULL_NAME, FullName::of);
        PhoneNumber phoneNumber = fields.optional(PHONE_NUMBER, PhoneNumber::of);
        Role role = fields.optional(ROLE, Role::of);
        String invitation = fields.optional(INVITATION, String::strip);
        fields.throwIfInvalid();
        return new CreateUser.Command(
                        Objects.requireNonNull(username),
                        Objects.requireNonNull(email),
                        Objects.requireNonNull(password),
                        Objects.requireNonNull(fullName),
                        role == null ? Role.CLIENT : role)
                .withPhoneNumber(phoneNumber)
                .withInvitation(invitation);
    }

    /** Parses a change of the fields that are present and not null. */
    static UpdateUser.Command replacement(HttpRequest<?> request, String id, byte @Nullable [] body) {
        return change(request, id, JsonFields.parse(body), UserChange.NOTHING);
    }

    /** Parses a merge patch (RFC 7396), in which null clears an optional field. */
    static UpdateUser.Command mergePatch(HttpRequest<?> request, String id, byte @Nullable [] body) {
        JsonFields fields = JsonFields.parse(body);
        fields.refuseNull(
                USERNAME, EMAIL, PASSWORD, FULL_NAME, ROLE, ACTIVE, ANNOUNCEMENTS, READ_RECEIPTS, EMAIL_NOTICES);
        UserChange clears = UserChange.NOTHING;
        if (fields.isNull(PHONE_NUMBER)) {
            clears = clears.withoutPhoneNumber();
        }
        return change(request, id, fields, clears);
    }

    private static UpdateUser.Command change(HttpRequest<?> request, String id, JsonFields fields, UserChange clears) {
        UserId user = fields.faults().collect(() -> UserId.of(id));
        Preconditions preconditions = fields.faults().collect(() -> Preconditions.of(request));
        UserChange change = clears.withUsername(fields.optional(USERNAME, Username::of))
                .withEmail(fields.optional(EMAIL, Email::of))
                .withFullName(fields.optional(FULL_NAME, FullName::of))
                .withPhoneNumber(fields.optional(PHONE_NUMBER, PhoneNumber::of))
                .withRole(fields.optional(ROLE, Role::of))
                .withActive(fields.optionalBoolean(ACTIVE))
                .withAnnouncements(fields.optionalBoolean(ANNOUNCEMENTS))
                .withReadReceipts(fields.optionalBoolean(READ_RECEIPTS))
                .withEmailNotices(fields.optional(EMAIL_NOTICES, EmailNotices::of));
        Password password = fields.optional(PASSWORD, Password::of);
        Password currentPassword = fields.optional(CURRENT_PASSWORD, Password::new);
        fields.throwIfInvalid();
        return new UpdateUser.Command(
                Objects.requireNonNull(user),
                change,
                password,
                currentPassword,
                Objects.requireNonNull(preconditions)::allowChange);
    }
}
