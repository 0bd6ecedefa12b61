package io.clubroom.application.mail;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.mail.KeyedHash;
import io.clubroom.domain.user.UserId;
import java.util.Locale;
import java.util.function.IntSupplier;

/**
 * Six-digit codes that can be used instead of a link.
 *
 * @param random supplies unpredictable, uniformly distributed numbers from 0 to 999,999
 */
public record LinkCodes(KeyedHash hashes, IntSupplier random) {
    /** A random code. */
    String next() {
        return String.format(Locale.ROOT, "%06d", random.getAsInt());
    }

    SecretHash hash(Purpose purpose, UserId user, String code) {
        return hashes.of("code of a link", purpose + " " + user + " " + code);
    }
}
