package io.clubroom.web.file;

import io.clubroom.domain.file.FileName;
import io.clubroom.domain.file.MediaType;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Set;

/** The {@code Content-Disposition} header, which tells whether a client displays or saves a file, and its name (RFC 6266). */
final class ContentDisposition {
    private static final Set<String> SHOWN = Set.of("audio", "video");
    private static final MediaType PDF = new MediaType("application/pdf");

    /** RFC 8187 §3.2.1, the characters that are not encoded besides letters and digits. */
    private static final String UNENCODED = "!#$&+-.^_`|~";

    private ContentDisposition() {}

    /** Types that cannot run scripts in the origin of the API are displayed; all others are saved. */
    static String of(FileName name, MediaType type) {
        boolean isShown = SHOWN.contains(type.type()) || type.equals(PDF);
        return (isShown ? "inline" : "attachment") + "; filename=\"" + ascii(name.value()) + "\"; filename*=UTF-8''"
                + encoded(name.value());
    }

    /** Returns the name for old clients, some of which also decode percent signs. */
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
