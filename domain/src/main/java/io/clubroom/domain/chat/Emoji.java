package io.clubroom.domain.chat;

import io.clubroom.domain.validation.InvalidValue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An emoji of a reaction. */
public record Emoji(String value) {
    private static final char EMOJI_PRESENTATION = '\uFE0F';

    /** The length of the longest emoji in {@code char}s, with a selector after each of its code points. */
    private static final int MAX_LENGTH = 30;

    /** The emojis that are recommended for general interchange. */
    private static final class Recommended {
        /** By their text without selectors. */
        static final Map<String, Emoji> EMOJIS = read();

        private static Map<String, Emoji> read() {
            try (var lines = new BufferedReader(new InputStreamReader(
                    Objects.requireNonNull(Emoji.class.getResourceAsStream("emojis.txt")), StandardCharsets.UTF_8))) {
                return lines.lines()
                        // Skips comments. The keycap emoji, too, begins with a number sign, which is followed by a
                        // selector.
                        .filter(line -> !line.equals("#") && !line.startsWith("# "))
                        .map(Emoji::new)
                        .collect(Collectors.toUnmodifiableMap(
                                emoji -> Objects.requireNonNull(withoutSelectors(emoji.value)), Function.identity()));
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
    }

    /**
     * Accepts exactly one emoji of those that are recommended for general interchange (RGI, UTS #51 §1.4.5), by Unicode 17.0. U+FE0F, which
     * selects emoji presentation, is ignored; the result has the selectors that the standard demands.
     */
    public static Emoji of(String value) {
        String text = value.length() > MAX_LENGTH ? null : withoutSelectors(value);
        Emoji emoji = text == null ? null : Recommended.EMOJIS.get(text);
        if (emoji == null) {
            throw new InvalidValue("emoji", "must be exactly one emoji");
        }
        return emoji;
    }

    /** Null if a selector follows no character, or another selector. */
    private static @Nullable String withoutSelectors(String value) {
        StringBuilder text = new StringBuilder(value.length());
        boolean isAfterCharacter = false;
        for (int i = 0; i < value.length(); i++) {
            boolean isSelector = value.charAt(i) == EMOJI_PRESENTATION;
            if (!isSelector) {
                text.append(value.charAt(i));
            } else if (!isAfterCharacter) {
                return null;
            }
            isAfterCharacter = !isSelector;
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return value;
    }
}
