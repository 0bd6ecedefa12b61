package io.clubroom.application.mail;

import io.clubroom.domain.PublicUrl;
import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.mail.KeyedHash;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.validation.InvalidValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;

/** Tokens in mails with which recipients unsubscribe. They contain the user's id and are not stored. */
public record UnsubscribeTokens(KeyedHash hashes) {
    private static final char SEPARATOR = '.';

    /** A user, and the subscription to end. */
    public record Subscriber(UserId user, Subscription subscription) {}

    public String of(UserId user, Subscription subscription) {
        return user + String.valueOf(SEPARATOR) + hash(user, subscription).value();
    }

    /** The link of a mail. */
    String link(UserId user, Subscription subscription, PublicUrl publicUrl) {
        return publicUrl.get() + "/unsubscribe?token=" + of(user, subscription);
    }

    /** Returns the subscriber of a token; empty unless it was created by {@link #of}. */
    public Optional<Subscriber> subscriber(String token) {
        int separator = token.indexOf(SEPARATOR);
        try {
            UserId user = UserId.of(token.substring(0, Math.max(0, separator)));
            String hash = token.substring(separator + 1);
            return Arrays.stream(Subscription.values())
                    .filter(subscription ->
                            areEqual(hash, hash(user, subscription).value()))
                    .findFirst()
                    .map(subscription -> new Subscriber(user, subscription));
        } catch (InvalidValue notAnId) {
            return Optional.empty();
        }
    }

    private SecretHash hash(UserId user, Subscription subscription) {
        return hashes.of(subscription.purpose(), user.toString());
    }

    private static boolean areEqual(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
