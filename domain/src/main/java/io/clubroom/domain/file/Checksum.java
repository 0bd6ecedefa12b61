package io.clubroom.domain.file;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/** A checksum computed by the client of the bytes that it sends. */
@SuppressWarnings("ArrayRecordComponent")
public record Checksum(Algorithm algorithm, byte[] value) {
    /** The algorithms of checksums. */
    public enum Algorithm {
        SHA1("sha1", "SHA-1"),
        SHA256("sha256", "SHA-256"),
        MD5("md5", "MD5");

        private final String text;
        private final String standardName;

        Algorithm(String text, String standardName) {
            this.text = text;
            this.standardName = standardName;
        }

        /** Its name in the protocol tus. */
        public String text() {
            return text;
        }

        /** Returns the algorithm with this name, which is case-sensitive. */
        public static Optional<Algorithm> of(String text) {
            return Arrays.stream(values())
                    .filter(algorithm -> algorithm.text.equals(text))
                    .findFirst();
        }
    }

    /** Returns a new digest, to be {@linkplain #matches compared} with this checksum after all bytes. */
    public MessageDigest digest() {
        try {
            return MessageDigest.getInstance(algorithm.standardName);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public boolean matches(byte[] digest) {
        return MessageDigest.isEqual(value, digest);
    }
}
