package io.clubroom.application.mail;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.mail.KeyedHash;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.validation.InvalidValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** The tokens in announcements with which their recipients unsubscribe. They carry the user's id and are not stored. */
public record UnsubscribeTokens(KeyedHash hashes) {
    private static final String PURPOSE = "unsubscribe";
    private static final char SEPARATOR = '.';

    public String of(UserId user) {
        return user + String.valueOf(SEPARATOR) + hash(user).value();
    }

    /** The user of a token; empty unless {@link #of} made it. */
    public Optional<UserId> user(String token) {
        int separator = token.indexOf(SEPARATOR);
        try {
            UserId user = UserId.of(token.substring(0, Math.max(0, separator)));
            return areEqual(token.substring(separator + 1), hash(user).value()) ? Optional.of(user) : Optional.empty();
        } catch (InvalidValue notAnId) {
            return Optional.empty();
        }
    }

    private SecretHash hash(UserId user) {
        return hashes.of(PURPOSE, user.toString());
    }

    private static boolean areEqual(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
