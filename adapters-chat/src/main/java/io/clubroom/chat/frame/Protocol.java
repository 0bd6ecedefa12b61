package io.clubroom.chat.frame;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The versions of the chat protocol. */
public final class Protocol {
    /** Knows messages only. Of clients that ask for no version. */
    public static final int FIRST = 1;

    /** Numbers all changes of what a room shows, edits, deletions and reactions among them. */
    public static final int LATEST = 2;

    /** What a version that a client asks for must be. */
    public static final String RULE = "must be a whole number of at least 1";

    private static final Pattern NUMBER = Pattern.compile("0*([1-9][0-9]*)");

    private Protocol() {}

    /** The highest version that both the server and a client know. */
    public static int agreed(long asked) {
        return (int) Math.min(asked, LATEST);
    }

    /** As {@link #agreed}; null if the text is no whole number of at least 1. */
    public static @Nullable Integer agreed(String asked) {
        Matcher number = NUMBER.matcher(asked);
        if (!number.matches()) {
            return null;
        }
        String digits = number.group(1);
        return digits.length() > 9 ? LATEST : agreed(Long.parseLong(digits));
    }
}
