package io.clubroom.testkit.password;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.password.HashRequester;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.password.PasswordHasher;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Hashes too fast to protect anything, and counts its calls. */
public final class QuickPasswordHasher implements PasswordHasher {
    private final String prefix;
    private final AtomicInteger hashes = new AtomicInteger();
    private final AtomicInteger verifications = new AtomicInteger();
    private volatile boolean full;
    private volatile HashRequester requester = HashRequester.current();

    /** @param cost hashes of any other cost are outdated */
    public QuickPasswordHasher(int cost) {
        this.prefix = "$quick$" + cost + "$";
    }

    /** Behaves from now on as if its queue were full. */
    public void fill() {
        full = true;
    }

    @Override
    public void requireCapacity() {
        if (full) {
            throw new Unavailable(Unavailable.What.CAPACITY, Duration.ofSeconds(1), "too many wait", null);
        }
    }

    @Override
    public PasswordHash hash(Password password) {
        requireCapacity();
        requester = HashRequester.current();
        if (password.isTooLong()) {
            throw new IllegalArgumentException("the password is too long");
        }
        return hashOfAnyLength(password);
    }

    /** Hashes a password of any length, as earlier software did. */
    public PasswordHash hashOfAnyLength(Password password) {
        String salt = prefix + hashes.incrementAndGet() + "$";
        return new PasswordHash(salt + digest(salt, password));
    }

    @Override
    public boolean verify(Password password, @Nullable PasswordHash hash) {
        requireCapacity();
        verifications.incrementAndGet();
        requester = HashRequester.current();
        if (hash == null) {
            return false;
        }
        String salt = hash.value().substring(0, hash.value().lastIndexOf('$') + 1);
        return hash.value().equals(salt + digest(salt, password));
    }

    @Override
    public boolean isOutdated(PasswordHash hash) {
        return !hash.value().startsWith(prefix);
    }

    /** The number of hashes made so far. */
    public int hashes() {
        return hashes.get();
    }

    /** The number of verifications so far, with or without a hash. */
    public int verifications() {
        return verifications.get();
    }

    /** On whose behalf the last hash was made or verified. */
    public HashRequester requester() {
        return requester;
    }

    private static String digest(String salt, Password password) {
        try {
            byte[] salted = (salt + password.reveal()).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(salted));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java platform has SHA-256", impossible);
        }
    }
}
