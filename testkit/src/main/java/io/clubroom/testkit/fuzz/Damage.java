package io.clubroom.testkit.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Mutates valid input, which gets further than random input would. Reproducible for the same random seed. */
public final class Damage {
    private static final int MOST_WOUNDS = 3;
    private static final int MOST_LENGTH = 200_000;

    private static final Pattern TOKEN =
            Pattern.compile("\"(?:[^\"\\\\]++|\\\\.)*+\"|[-+.0-9eE]++|true|false|null|[\\[\\]{}:,]");

    /** Values that JSON parsers have failed on. */
    private static final List<String> TOKENS = List.of(
            "null",
            "true",
            "\"\"",
            "\" \"",
            "0",
            "-0",
            "-1",
            "1.5",
            "1e999",
            "1e999999999",
            "-1e-999999999",
            "9223372036854775807",
            "9223372036854775808",
            "9".repeat(400),
            "9".repeat(2_000),
            "01",
            "+1",
            "NaN",
            "Infinity",
            "{}",
            "[]",
            "[null]",
            "{\"a\":{\"b\":[]}}",
            "[".repeat(999) + "]".repeat(999),
            "[".repeat(1_001) + "]".repeat(1_001),
            "[".repeat(50_000),
            "{\"a\":".repeat(1_500) + "1" + "}".repeat(1_500),
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"\\ud83d\\ude00\"",
            "\"\ud83d\ude00\"",
            "\"\\u202e\\u0085\"",
            "\"\\x\"",
            "\"\\u12\"",
            "\"\u0000\"",
            "\"\n\"",
            "\"" + "x".repeat(5_000) + "\"",
            "\"" + "é".repeat(40_000) + "\"",
            "'a'",
            "a",
            "//",
            "/**/",
            ",",
            ":",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "\uFEFF");

    /** Characters with a meaning in some syntax. */
    private static final List<String> CHARACTERS = List.of(
            "\u0000",
            "\u0001",
            "\t",
            "\n",
            "\r",
            "\u001b",
            " ",
            "\"",
            "'",
            "\\",
            "$",
            "${x}",
            "%",
            "%00",
            "%zz",
            "%s",
            "&",
            "+",
            ",",
            "-",
            ".",
            "/",
            "..",
            ":",
            ";",
            "<",
            "=",
            ">",
            "?",
            "@",
            "#",
            "[",
            "]",
            "_",
            "{",
            "}",
            "~",
            "\u007f",
            "\u0085",
            "\u00a0",
            "é",
            "\u0130",
            "ß",
            "\u200b",
            "\u202e",
            "\u2028",
            "\ufeff",
            "\ufffd",
            "\uffff",
            "\ud83d\ude00",
            "\ud800",
            "\udc00",
            "0",
            "9999999999",
            "A".repeat(300));

    private Damage() {}

    /** Mutates the JSON; the result is mostly still JSON. */
    public static String json(String valid, Random random) {
        String text = valid;
        for (int i = random.nextInt(MOST_WOUNDS); i >= 0; i--) {
            text = random.nextInt(4) == 0 ? wounded(text, random) : otherToken(text, random);
        }
        return text;
    }

    /** Inserts, removes or replaces characters. */
    public static String text(String valid, Random random) {
        String text = valid;
        for (int i = random.nextInt(MOST_WOUNDS); i >= 0; i--) {
            text = wounded(text, random);
        }
        return text;
    }

    /** Encodes the text, occasionally with bytes that are invalid UTF-8. */
    public static byte[] bytes(String text, Random random) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0 && random.nextInt(4) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static String otherToken(String text, Random random) {
        List<MatchResult> tokens = TOKEN.matcher(text).results().toList();
        if (tokens.isEmpty()) {
            return wounded(text, random);
        }
        MatchResult token = tokens.get(random.nextInt(tokens.size()));
        String other = random.nextInt(3) == 0
                ? tokens.get(random.nextInt(tokens.size())).group()
                : TOKENS.get(random.nextInt(TOKENS.size()));
        String before = text.substring(0, token.start());
        String after = text.substring(token.end());
        return cut(
                switch (random.nextInt(6)) {
                    case 0 -> before + after;
                    case 1 -> before + token.group() + other + after;
                    // Duplicates a field or an element.
                    case 2 -> before + token.group() + "," + token.group() + after;
                    default -> before + other + after;
                });
    }

    private static String wounded(String text, Random random) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + 1 + random.nextInt(8));
        String before = text.substring(0, from);
        String after = text.substring(to);
        return cut(
                switch (random.nextInt(6)) {
                    case 0 -> before + after;
                    case 1 -> before;
                    case 2 -> before + text.substring(from, to) + text.substring(from, to) + after;
                    case 3 -> before + (char) random.nextInt(0x10000) + text.substring(from);
                    case 4 -> before + CHARACTERS.get(random.nextInt(CHARACTERS.size())) + after;
                    default -> before + CHARACTERS.get(random.nextInt(CHARACTERS.size())) + text.substring(from);
                });
    }

    private static String cut(String text) {
        return text.length() <= MOST_LENGTH ? text : text.substring(0, MOST_LENGTH);
    }
}
