package io.clubroom.pictures;

import io.clubroom.domain.file.MediaType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MimeTypes;
import org.jspecify.annotations.Nullable;

/** Tells the media type of a content. Tika knows most; what it needs parsers for, and text, is decided here. */
final class TypeDetector {
    private static final int PREFIX = 64 * 1024;

    /** Tika's names of types for which there are registered or more common ones. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("application/ogg", "audio/ogg"),
            Map.entry("audio/vorbis", "audio/ogg"),
            Map.entry("audio/opus", "audio/ogg"),
            Map.entry("audio/speex", "audio/ogg"),
            Map.entry("audio/x-oggflac", "audio/ogg"),
            Map.entry("audio/x-oggpcm", "audio/ogg"),
            Map.entry("video/theora", "video/ogg"),
            Map.entry("video/x-ogm", "video/ogg"),
            Map.entry("video/daala", "video/ogg"),
            Map.entry("video/x-dirac", "video/ogg"),
            Map.entry("video/x-oggrgb", "video/ogg"),
            Map.entry("video/x-oggyuv", "video/ogg"),
            Map.entry("video/x-ogguvs", "video/ogg"),
            Map.entry("audio/x-flac", "audio/flac"),
            Map.entry("audio/vnd.wave", "audio/wav"),
            Map.entry("audio/x-wav", "audio/wav"),
            Map.entry("application/mp4", "video/mp4"),
            Map.entry("image/x-ms-bmp", "image/bmp"),
            Map.entry("application/x-matroska", "video/x-matroska"));

    private TypeDetector() {}

    static MediaType detect(Bytes bytes) {
        String type = known(bytes);
        return new MediaType(type != null ? type : byTika(bytes));
    }

    private static @Nullable String known(Bytes bytes) {
        if (bytes.has(0, "PK\3\4") || bytes.has(0, "PK\5\6")) {
            return ZipTypes.detect(bytes);
        }
        if (bytes.big(0, 4) == Ole2Types.MAGIC_START) {
            return Ole2Types.detect(bytes);
        }
        if (bytes.big(0, 4) == 0x1A45DFA3L) {
            return MatroskaTypes.detect(bytes);
        }
        if (bytes.has(4, "ftyp")) {
            return IsoMediaTypes.detect(bytes);
        }
        return TextTypes.detect(bytes);
    }

    private static String byTika(Bytes bytes) {
        try {
            String type = MimeTypes.getDefaultMimeTypes()
                    .detect(new ByteArrayInputStream(bytes.copy(0, PREFIX)), new Metadata())
                    .getBaseType()
                    .toString();
            // Tika takes other encodings for text, too.
            return isText(type) ? MediaType.OCTETS.value() : NAMES.getOrDefault(type, type);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static boolean isText(String type) {
        return type.startsWith("text/") || type.equals("message/rfc822") || type.endsWith("+xml");
    }
}
