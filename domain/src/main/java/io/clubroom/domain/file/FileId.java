package io.clubroom.domain.file;

import io.clubroom.domain.user.UserId;
import java.util.UUID;

/** The id of a file, and of the upload from which it was made. */
public record FileId(UUID value) {
    /** Parses the 36-character form of RFC 9562 §4, ignoring case. */
    public static FileId of(String text) {
        return new FileId(UserId.of(text).value());
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
