package io.clubroom.domain.file;

/**
 * The rules for the files of users.
 *
 * @param maxBytes the maximum size of a file
 * @param quotaBytes the maximum total size of a user's files, 0 for no limit
 * @param keepsMetadata whether the location data of pictures is kept
 */
public record FilePolicy(long maxBytes, long quotaBytes, AcceptedTypes types, boolean keepsMetadata) {
    /** Whether this total size of a user's files exceeds the quota. */
    public boolean isExceededBy(long bytes) {
        return quotaBytes != 0 && bytes > quotaBytes;
    }
}
