package io.clubroom.web.file;

import java.net.URLDecoder;
import java.nio.charset.Charset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The name of a file in the {@code Content-Disposition} of a form's part, as clients write it. */
final class FormFileName {
    /** RFC 6266 §4.1: a parameter, whose value is a token or quoted. */
    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*+([^=;\\s]++)\\s*+=\\s*+(?:\"((?:[^\"\\\\]|\\\\.)*+)\"|([^;]*+))", Pattern.DOTALL);

    /** RFC 8187 §3.2.1: charset, language and percent-encoded bytes. */
    private static final Pattern ENCODED = Pattern.compile("([^']+)'[^']*'(.*)", Pattern.DOTALL);

    /** Only these escapes are recognized, because some clients send paths with plain backslashes. */
    private static final Pattern ESCAPED = Pattern.compile("\\\\([\"\\\\])");

    private FormFileName() {}

    /** Returns the name in {@code filename*}, or else in {@code filename}; empty if there is none. */
    static String of(String disposition) {
        String plain = "";
        Matcher parameter = PARAMETER.matcher(disposition);
        while (parameter.find()) {
            String name = parameter.group(1);
            String value = parameter.group(2) == null
                    ? parameter.group(3).strip()
                    : ESCAPED.matcher(parameter.group(2)).replaceAll("$1");
            if (name.equalsIgnoreCase("filename*")) {
                String decoded = decoded(value);
                if (decoded != null) {
                    return decoded;
                }
            } else if (name.equalsIgnoreCase("filename")) {
                plain = value;
            }
        }
        return plain;
    }

    /** Returns null if the value is malformed. */
    private static @Nullable String decoded(String value) {
        Matcher encoded = ENCODED.matcher(value);
        if (!encoded.matches()) {
            return null;
        }
        try {
            // URLDecoder would decode a plus as a space.
            return URLDecoder.decode(encoded.group(2).replace("+", "%2B"), Charset.forName(encoded.group(1)));
        } catch (IllegalArgumentException malformed) {
            return null;
        }
    }
}
