package io.clubroom.domain.file;

/**
 * What files users may have.
 *
 * @param maxBytes of a file
 * @param quotaBytes of all files of a user, 0 for no limit
 * @param keepsMetadata whether the location data of pictures stays
 */
public record FilePolicy(long maxBytes, long quotaBytes, AcceptedTypes types, boolean keepsMetadata) {
    /** Whether a user whose files take this many bytes has more than the quota. */
    public boolean isExceededBy(long bytes) {
        return quotaBytes != 0 && bytes > quotaBytes;
    }
}
