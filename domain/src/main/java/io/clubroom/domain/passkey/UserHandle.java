package io.clubroom.domain.passkey;

import io.clubroom.domain.user.UserId;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The user handle of a passkey (WebAuthn Level 3 §5.4.3): the 16 bytes of the user's id, which contain no personal information.
 *
 * @param value base64url without padding
 */
public record UserHandle(String value) {
    public static UserHandle of(UserId user) {
        byte[] bytes = HexFormat.of().parseHex(user.toString().replace("-", ""));
        return new UserHandle(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }
}
