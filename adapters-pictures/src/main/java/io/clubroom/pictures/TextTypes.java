package io.clubroom.pictures;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells text in UTF-8, or in UTF-16 with a byte order mark, from binary contents, and HTML, SVG and other XML from plain text. */
final class TextTypes {
    private static final int PREFIX = 64 * 1024;

    /** The tags that make a text HTML (MIME Sniffing §7.1). */
    private static final Set<String> HTML = Set.of(
            "html", "head", "script", "iframe", "h1", "div", "font", "table", "a", "style", "title", "b", "body", "br",
            "p", "meta", "img", "form", "link", "base", "object", "embed", "span");

    private TextTypes() {}

    /** Null if the content is not text, or text in a format with a signature. */
    static @Nullable String detect(Bytes bytes) {
        String text = text(bytes);
        return text == null || text.startsWith("%PDF-") || text.startsWith("%!PS") || text.startsWith("{\\rtf")
                ? null
                : typeOf(text);
    }

    /** The beginning of the text; null if the content is binary. */
    private static @Nullable String text(Bytes bytes) {
        byte[] prefix = bytes.copy(0, PREFIX);
        long mark = bytes.big(0, 2);
        Charset charset = mark == 0xFEFF
                ? StandardCharsets.UTF_16BE
                : mark == 0xFFFE ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_8;
        CharBuffer text = CharBuffer.allocate(prefix.length);
        CoderResult result = charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                // A character may be cut at the end of the prefix.
                .decode(ByteBuffer.wrap(prefix), text, bytes.size() <= PREFIX);
        text.flip();
        return result.isError() || text.chars().anyMatch(TextTypes::isBinary) ? null : text.toString();
    }

    /** MIME Sniffing §3: binary data bytes. */
    private static boolean isBinary(int character) {
        return character < 0x20
                && character != '\t'
                && character != '\n'
                && character != '\f'
                && character != '\r'
                && character != 0x1B;
    }

    private static String typeOf(String text) {
        int place = skipped(text, text.startsWith("\uFEFF") ? 1 : 0);
        boolean xml = text.startsWith("<?xml", place);
        boolean comment = false;
        while (place < text.length()) {
            int next;
            if (text.startsWith("<!--", place)) {
                comment = true;
                next = after(text, "-->", place + 4);
            } else if (text.startsWith("<?", place)) {
                next = after(text, "?>", place + 2);
            } else if (text.regionMatches(true, place, "<!DOCTYPE", 0, 9)) {
                String name = name(text, skipped(text, place + 9));
                if (!name.equals("svg")) {
                    return name.equals("html") ? "text/html" : "application/xml";
                }
                return "image/svg+xml";
            } else {
                break;
            }
            place = skipped(text, next);
        }
        if (place < text.length() && text.charAt(place) == '<') {
            String name = name(text, place + 1);
            if (name.equals("svg") || name.endsWith(":svg")) {
                return "image/svg+xml";
            }
            if (HTML.contains(name) || name.endsWith(":html")) {
                return "text/html";
            }
        }
        return xml ? "application/xml" : comment ? "text/html" : "text/plain";
    }

    private static String name(String text, int start) {
        int end = start;
        while (end < text.length() && isOfName(text.charAt(end))) {
            end++;
        }
        return text.substring(start, end).toLowerCase(Locale.ROOT);
    }

    private static boolean isOfName(char character) {
        return Character.isLetterOrDigit(character) || character == ':' || character == '-' || character == '_';
    }

    private static int skipped(String text, int start) {
        int place = start;
        while (place < text.length() && Character.isWhitespace(text.charAt(place))) {
            place++;
        }
        return place;
    }

    private static int after(String text, String end, int start) {
        int place = text.indexOf(end, start);
        return place < 0 ? text.length() : place + end.length();
    }
}
