package io.clubroom.web.connection;

import io.clubroom.domain.file.FilePolicy;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/** The maximum sizes of request bodies. */
@Singleton
final class BodyLimits {
    private static final String ANNOUNCEMENTS = "/api/mails";
    private static final String FILES = "/api/files";
    private static final String UPLOADS = "/api/uploads";
    private static final Pattern AVATAR = Pattern.compile("/api/users/[^/]+/avatar");

    /**
     * The limit of a body.
     *
     * @param isStreamed whether the body is processed as it arrives, so that it is never completely in memory
     */
    record Limit(long bytes, boolean isStreamed) {}

    private static final Limit SMALL = new Limit(HttpBounds.BODY_BYTES, false);
    private static final Limit ANNOUNCEMENT = new Limit(HttpBounds.ANNOUNCEMENT_BYTES, false);
    private static final Limit AVATAR_LIMIT = new Limit(HttpBounds.AVATAR_BYTES + HttpBounds.FORM_BYTES, true);

    private final Limit file;

    BodyLimits(FilePolicy policy) {
        this.file = new Limit(policy.maxBytes() + HttpBounds.FORM_BYTES, true);
    }

    /** @param target in origin form, with or without a query */
    Limit of(String method, String target) {
        // Most requests have no body.
        return switch (method) {
            case "POST" -> ofPost(path(target));
            case "PATCH" -> isUpload(path(target)) ? file : SMALL;
            case "PUT" -> AVATAR.matcher(path(target)).matches() ? AVATAR_LIMIT : SMALL;
            default -> SMALL;
        };
    }

    private Limit ofPost(String path) {
        if (path.equals(ANNOUNCEMENTS)) {
            return ANNOUNCEMENT;
        }
        return path.equals(FILES) || path.equals(UPLOADS) || isUpload(path) ? file : SMALL;
    }

    private static boolean isUpload(String path) {
        return path.startsWith(UPLOADS + "/");
    }

    /** Returns the path without the query and a trailing slash, which the router also ignores. */
    private static String path(String target) {
        int query = target.indexOf('?');
        int end = query < 0 ? target.length() : query;
        return target.substring(0, end > 1 && target.charAt(end - 1) == '/' ? end - 1 : end);
    }
}
