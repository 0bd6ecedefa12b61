package io.clubroom.web.user;

import io.clubroom.application.user.CreateUser;
import io.clubroom.application.user.UpdateUser;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.user.Email;
import io.clubroom.domain.user.FullName;
import io.clubroom.domain.user.PhoneNumber;
import io.clubroom.domain.user.Role;
import io.clubroom.domain.user.UserChange;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Username;
import io.clubroom.web.http.JsonFields;
import io.clubroom.web.http.Preconditions;
import io.micronaut.http.HttpRequest;
import java.util.Objects;

/** Reads what a request says of a user. */
final class UserFields {
    private static final String USERNAME = "username";
    private static final String EMAIL = "email";
    private static final String PASSWORD = "password";
    private static final String FULL_NAME = "full_name";
    private static final String PHONE_NUMBER = "phone_number";
    private static final String ROLE = "role";
    private static final String ACTIVE = "active";
    private static final String CURRENT_PASSWORD = "current_password";

    private UserFields() {}

    /** A user to be registered; whoever says no role is a client. */
    static CreateUser.Command registration(byte[] body) {
        JsonFields fields = JsonFields.parse(body);
        Username username = fields.required(USERNAME, Username::of);
        Email email = fields.required(EMAIL, Email::of);
        Password password = fields.required(PASSWORD, Password::of);
        FullName fullName = fields.required(FULL_NAME, FullName::of);
        PhoneNumber phoneNumber = fields.optional(PHONE_NUMBER, PhoneNumber::of);
        Role role = fields.optional(ROLE, Role::of);
        fields.throwIfAnyIsWrong();
        return new CreateUser.Command(
                Objects.requireNonNull(username),
                Objects.requireNonNull(email),
                Objects.requireNonNull(password),
                Objects.requireNonNull(fullName),
                phoneNumber,
                role == null ? Role.CLIENT : role);
    }

    /** A change of the fields that are there and not null. */
    static UpdateUser.Command replacement(HttpRequest<?> request, String id, byte[] body) {
        return change(request, id, JsonFields.parse(body), false);
    }

    /** A change by a merge patch (RFC 7396): null removes, which only the phone number can be. */
    static UpdateUser.Command mergePatch(HttpRequest<?> request, String id, byte[] body) {
        JsonFields fields = JsonFields.parse(body);
        fields.refuseNull(USERNAME, EMAIL, PASSWORD, FULL_NAME, ROLE, ACTIVE);
        return change(request, id, fields, fields.isNull(PHONE_NUMBER));
    }

    private static UpdateUser.Command change(
            HttpRequest<?> request, String id, JsonFields fields, boolean clearsPhoneNumber) {
        UserId user = fields.faults().collect(() -> UserId.of(id));
        Preconditions preconditions = fields.faults().collect(() -> Preconditions.of(request));
        UserChange change = UserChange.NOTHING
                .withUsername(fields.optional(USERNAME, Username::of))
                .withEmail(fields.optional(EMAIL, Email::of))
                .withFullName(fields.optional(FULL_NAME, FullName::of))
                .withPhoneNumber(fields.optional(PHONE_NUMBER, PhoneNumber::of))
                .withRole(fields.optional(ROLE, Role::of))
                .withActive(fields.optionalBoolean(ACTIVE));
        Password password = fields.optional(PASSWORD, Password::of);
        Password currentPassword = fields.optional(CURRENT_PASSWORD, Password::new);
        fields.throwIfAnyIsWrong();
        return new UpdateUser.Command(
                Objects.requireNonNull(user),
                clearsPhoneNumber ? change.withoutPhoneNumber() : change,
                password,
                currentPassword,
                Objects.requireNonNull(preconditions)::allowChange);
    }
}
