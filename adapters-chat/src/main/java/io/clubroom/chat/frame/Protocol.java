package io.clubroom.chat.frame;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The versions of the chat protocol. */
public final class Protocol {
    /** The default version, which has messages only. */
    public static final int FIRST = 1;

    /** Numbers all changes of a room's contents, including edits, deletions and reactions. */
    public static final int LATEST = 2;

    /** The rule for the version that a client asks for, as part of an error message. */
    public static final String RULE = "must be a whole number of at least 1";

    private static final Pattern NUMBER = Pattern.compile("0*([1-9][0-9]*)");

    private Protocol() {}

    /** Returns the highest version that both the server and a client support. */
    public static int agreed(long asked) {
        return (int) Math.min(asked, LATEST);
    }

    /** Like {@link #agreed(long)}; returns null if the text is not an integer of at least 1. */
    public static @Nullable Integer agreed(String asked) {
        Matcher number = NUMBER.matcher(asked);
        if (!number.matches()) {
            return null;
        }
        String digits = number.group(1);
        return digits.length() > 9 ? LATEST : agreed(Long.parseLong(digits));
    }
}
