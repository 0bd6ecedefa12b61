package io.clubroom.domain.chat;

import io.clubroom.domain.user.UserId;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The mentions in a text: {@code @username}, ignoring case, not preceded by a letter, a digit, {@code _}, {@code .}, {@code -} or {@code
 * @}. Of {@code .}, {@code -} and {@code _} at its end, as few are cut off as needed to get the name of a user.
 */
public final class Mentions {
    private static final Pattern NAME = Pattern.compile("(?<![\\p{L}\\p{N}_.@-])@([A-Za-z0-9_.-]{1,200})");
    private static final int MAX_LENGTH = 50;

    private Mentions() {}

    /** Whether the text may contain mentions; a quick check. */
    public static boolean isPossible(MessageText text) {
        return text.value().indexOf('@') >= 0;
    }

    /** Returns all names that may be mentioned, in lower case. */
    public static Set<String> candidates(MessageText text) {
        Set<String> names = new LinkedHashSet<>();
        alternatives(text).forEach(names::addAll);
        return names;
    }

    /**
     * Returns the users mentioned in the text, without duplicates, in the order of the text.
     *
     * @param users those of the {@linkplain #candidates candidates} who may read the room, by their names in lower case
     */
    public static List<UserId> resolve(MessageText text, Map<String, UserId> users) {
        Set<UserId> named = new LinkedHashSet<>();
        for (List<String> names : alternatives(text)) {
            names.stream()
                    .filter(users::containsKey)
                    .findFirst()
                    .map(users::get)
                    .ifPresent(named::add);
        }
        return List.copyOf(named);
    }

    /** Returns, for each mention, the names that it may stand for, longest first. */
    private static List<List<String>> alternatives(MessageText text) {
        if (!isPossible(text)) {
            return List.of();
        }
        List<List<String>> all = new ArrayList<>();
        Matcher matcher = NAME.matcher(text.value());
        while (matcher.find()) {
            List<String> names = new ArrayList<>();
            String name = matcher.group(1).toLowerCase(Locale.ROOT);
            for (int end = name.length(); end > 0; end--) {
                if (end <= MAX_LENGTH) {
                    names.add(name.substring(0, end));
                }
                if (".-_".indexOf(name.charAt(end - 1)) < 0) {
                    break;
                }
            }
            if (!names.isEmpty()) {
                all.add(names);
            }
        }
        return all;
    }
}
