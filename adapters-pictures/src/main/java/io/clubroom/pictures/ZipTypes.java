package io.clubroom.pictures;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is in a ZIP archive (APPNOTE.TXT): an OpenDocument by its first entry (OpenDocument 1.3, part 2, §3.3), Office Open XML by its list of content
 * types (ECMA-376 part 2, §7.2.3). Reads a bounded part of the archive, whatever it contains.
 */
final class ZipTypes {
    private static final String ZIP = "application/zip";
    private static final String OPEN_DOCUMENT = "application/vnd.oasis.opendocument.";
    private static final String OFFICE = "application/vnd.openxmlformats-officedocument.";

    private static final int MAX_TYPE = 128;
    private static final int MAX_COMMENT = 65_535;
    private static final int END = 22;
    private static final int HEADER = 46;
    private static final int LOCAL_HEADER = 30;
    private static final int MAX_ENTRIES = 10_000;
    private static final int MAX_LIST = 1024 * 1024;

    private static final String LIST = "[Content_Types].xml";

    private static final Pattern MAIN =
            Pattern.compile("ContentType\\s*=\\s*[\"']([^\"']{1,200}?)\\.main(?:\\+xml)?[\"']");

    /** The types of documents by the type of their main part, without {@code .main+xml}. */
    private static final Map<String, String> DOCUMENTS = documents();

    private ZipTypes() {}

    private static Map<String, String> documents() {
        Set<String> plain = Set.of(
                "wordprocessingml.document",
                "wordprocessingml.template",
                "spreadsheetml.sheet",
                "spreadsheetml.template",
                "presentationml.presentation",
                "presentationml.template",
                "presentationml.slideshow");
        Set<String> withMacros = Set.of(
                "application/vnd.ms-word.document.macroenabled",
                "application/vnd.ms-word.template.macroenabled",
                "application/vnd.ms-excel.sheet.macroenabled",
                "application/vnd.ms-excel.sheet.binary.macroenabled",
                "application/vnd.ms-excel.template.macroenabled",
                "application/vnd.ms-excel.addin.macroenabled",
                "application/vnd.ms-powerpoint.presentation.macroenabled",
                "application/vnd.ms-powerpoint.template.macroenabled",
                "application/vnd.ms-powerpoint.slideshow.macroenabled",
                "application/vnd.ms-powerpoint.addin.macroenabled");
        return Stream.concat(
                        plain.stream().map(name -> Map.entry(OFFICE + name, OFFICE + name)),
                        withMacros.stream().map(name -> Map.entry(name, name + ".12")))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    static String detect(Bytes bytes) {
        String type = named(bytes);
        if (type == null) {
            type = officeType(bytes);
        }
        return type == null ? ZIP : type;
    }

    /** The type in the first entry, which is stored without compression. */
    private static @Nullable String named(Bytes bytes) {
        long length = bytes.little(18, 4);
        if (bytes.little(26, 2) != 8 || bytes.little(8, 2) != 0 || !bytes.has(LOCAL_HEADER, "mimetype")) {
            return null;
        }
        long start = LOCAL_HEADER + 8 + Math.max(0, bytes.little(28, 2));
        // With a data descriptor, the length follows the content; then the next header ends it.
        int readable = length > 0 && length <= MAX_TYPE ? (int) length : MAX_TYPE;
        String text = new String(bytes.copy(start, readable), StandardCharsets.ISO_8859_1);
        int end = text.indexOf("PK");
        Matcher type = Pattern.compile("(" + Pattern.quote(OPEN_DOCUMENT) + "[a-z0-9.-]+|application/epub\\+zip)\\s*")
                .matcher(end < 0 ? text : text.substring(0, end));
        return type.matches() ? type.group(1) : null;
    }

    private static @Nullable String officeType(Bytes bytes) {
        long directory = directory(bytes);
        for (int i = 0; i < MAX_ENTRIES && bytes.has(directory, "PK\1\2"); i++) {
            long name = bytes.little(directory + 28, 2);
            if (name == LIST.length() && bytes.has(directory + HEADER, LIST)) {
                return typeIn(list(bytes, directory));
            }
            directory += HEADER + name + bytes.little(directory + 30, 2) + bytes.little(directory + 32, 2);
        }
        return null;
    }

    /** Where the central directory starts; -1 if there is none. */
    private static long directory(Bytes bytes) {
        long last = bytes.size() - END;
        for (long place = last; place >= Math.max(0, last - MAX_COMMENT); place--) {
            if (bytes.at(place) == 'P' && bytes.has(place, "PK\5\6")) {
                return bytes.little(place + 16, 4);
            }
        }
        return -1;
    }

    private static String list(Bytes bytes, long directory) {
        long start = bytes.little(directory + 42, 4);
        int length = Math.clamp(bytes.little(directory + 20, 4), 0, MAX_LIST);
        if (!bytes.has(start, "PK\3\4")) {
            return "";
        }
        byte[] content =
                bytes.copy(start + LOCAL_HEADER + bytes.little(start + 26, 2) + bytes.little(start + 28, 2), length);
        return new String(
                bytes.little(directory + 10, 2) == 8 ? inflated(content) : content, StandardCharsets.ISO_8859_1);
    }

    /** At most {@link #MAX_LIST} bytes. */
    private static byte[] inflated(byte[] content) {
        try (var inflater = new Inflater(true)) {
            inflater.setInput(content);
            var bytes = new ByteArrayOutputStream();
            byte[] part = new byte[8192];
            int length;
            while (bytes.size() < MAX_LIST && (length = inflater.inflate(part)) > 0) {
                bytes.write(part, 0, length);
            }
            return bytes.toByteArray();
        } catch (DataFormatException damaged) {
            return new byte[0];
        }
    }

    private static @Nullable String typeIn(String list) {
        return MAIN.matcher(list)
                .results()
                .map(match -> DOCUMENTS.get(match.group(1).toLowerCase(Locale.ROOT)))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
