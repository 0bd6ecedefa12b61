package io.clubroom.files;

import java.util.Optional;

/**
 * Credentials for an S3-compatible store.
 *
 * @param sessionToken of temporary credentials
 */
public record S3Keys(String id, String secret, Optional<String> sessionToken) {
    @Override
    public String toString() {
        return "S3Keys[hidden]";
    }
}
