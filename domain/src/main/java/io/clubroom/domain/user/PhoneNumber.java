package io.clubroom.domain.user;

import io.clubroom.domain.validation.InvalidValue;
import java.util.regex.Pattern;

/** A phone number as typed by the user. */
public record PhoneNumber(String value) {
    private static final Pattern RULE = Pattern.compile("\\+?(?=[^0-9]*[0-9])[0-9 ()-]{6,20}");

    public static PhoneNumber of(String value) {
        if (!RULE.matcher(value).matches()) {
            throw new InvalidValue(
                    "phone_number",
                    "must be 6 to 20 digits, spaces, hyphens or parentheses with at least one digit, optionally after"
                            + " a '+'");
        }
        return new PhoneNumber(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
