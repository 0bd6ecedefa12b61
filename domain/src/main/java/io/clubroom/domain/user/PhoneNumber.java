package io.clubroom.domain.user;

import io.clubroom.domain.validation.InvalidValue;
import java.util.regex.Pattern;

/** A telephone number as people write it. */
public record PhoneNumber(String value) {
    private static final Pattern RULE = Pattern.compile("\\+?(?=[^0-9]*[0-9])[0-9 ()-]{6,20}");

    public static PhoneNumber of(String value) {
        if (!RULE.matcher(value).matches()) {
            throw new InvalidValue(
                    "phone_number", "must be an optional '+', then 6 to 20 digits, spaces, hyphens or parentheses");
        }
        return new PhoneNumber(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
