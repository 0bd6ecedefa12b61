package io.clubroom.domain.chat;

import io.clubroom.domain.file.FileId;
import io.clubroom.domain.validation.InvalidValue;
import java.util.List;

/** The rule for the files that a sender attaches to a message. */
public final class Attachments {
    /** The maximum number of files of a message. */
    public static final int MAX = 10;

    private static final String FIELD = "file_ids";
    private static final String RULE = "must be a list of at most " + MAX + " ids of files";

    private Attachments() {}

    /** Accepts up to {@link #MAX} ids of files, each in the 36-character form of RFC 9562 §4. */
    public static List<FileId> of(List<String> ids) {
        if (ids.size() > MAX) {
            throw invalid();
        }
        try {
            return ids.stream().map(FileId::of).toList();
        } catch (InvalidValue malformed) {
            throw invalid();
        }
    }

    /** Returns the error for a value that is not such a list. */
    public static InvalidValue invalid() {
        return new InvalidValue(FIELD, RULE);
    }
}
