package io.clubroom.domain.passkey;

import io.clubroom.domain.user.UserId;
import java.util.Base64;
import java.util.HexFormat;

/**
 * What a passkey knows of its user (WebAuthn Level 3 §5.4.3): the 16 bytes of the user's id, which say nothing about the person.
 *
 * @param value base64url without padding
 */
public record UserHandle(String value) {
    public static UserHandle of(UserId user) {
        byte[] bytes = HexFormat.of().parseHex(user.toString().replace("-", ""));
        return new UserHandle(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
