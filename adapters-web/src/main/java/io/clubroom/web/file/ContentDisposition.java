package io.clubroom.web.file;

import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;

/** The header that says whether a client shows a file or saves it, and under which name (RFC 6266). */
final class ContentDisposition {
    private static final Set<String> SHOWN = Set.of("audio", "video");
    private static final MediaType PDF = new MediaType("application/pdf");

    /** RFC 8187 §3.2.1, the characters that are not encoded besides letters and digits. */
    private static final String UNENCODED = "!#$&+-.^_`|~";

    private ContentDisposition() {}

    /** Only what cannot run scripts in the origin of the API is shown; everything else is saved. */
    static String of(FileName name, MediaType type) {
        boolean isShown = SHOWN.contains(type.type()) || type.equals(PDF);
        return (isShown ? "inline" : "attachment") + "; filename=\"" + ascii(name.value()) + "\"; filename*=UTF-8''"
                + encoded(name.value());
    }

    /** For old clients. Some of them decode percent signs, too. */
    private static String ascii(String name) {
        StringBuilder ascii = new StringBuilder(name.length());
        name.codePoints()
                .map(c -> c < ' ' || c >= 127 || c == '"' || c == '\\' || c == '%' ? '_' : c)
                .forEach(ascii::appendCodePoint);
        return ascii.toString();
    }

    /** RFC 8187 §3.2. */
    private static String encoded(String name) {
        StringBuilder encoded = new StringBuilder(name.length() * 3);
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            if (c < 128 && (Character.isLetterOrDigit(c) || UNENCODED.indexOf(c) >= 0)) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HexFormat.of().withUpperCase().toHexDigits(octet));
            }
        }
        return encoded.toString();
    }
}
