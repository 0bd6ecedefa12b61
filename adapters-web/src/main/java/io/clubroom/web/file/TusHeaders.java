package io.clubroom.web.file;

import io.clubroom.domain.file.Checksum;
import io.clubroom.domain.file.FileName;
import io.clubroom.domain.validation.InvalidValue;
import io.micronaut.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The headers of tus 1.0.0, a protocol for uploads that can be resumed (https://tus.io/protocols/resumable-upload). */
final class TusHeaders {
    static final String VERSION = "1.0.0";
    static final String RESUMABLE = "Tus-Resumable";
    static final String VERSIONS = "Tus-Version";
    static final String EXTENSION = "Tus-Extension";
    static final String MAX_SIZE = "Tus-Max-Size";
    static final String CHECKSUM_ALGORITHM = "Tus-Checksum-Algorithm";
    static final String OFFSET = "Upload-Offset";
    static final String LENGTH = "Upload-Length";
    static final String DEFER_LENGTH = "Upload-Defer-Length";
    static final String METADATA = "Upload-Metadata";
    static final String CHECKSUM = "Upload-Checksum";
    static final String EXPIRES = "Upload-Expires";

    /** A header of our own: the path of the file that the upload has become. */
    static final String RESULT = "Upload-Result";

    static final String EXTENSIONS = "creation,creation-with-upload,termination,checksum,expiration";
    static final String ALGORITHMS = Arrays.stream(Checksum.Algorithm.values())
            .map(Checksum.Algorithm::text)
            .collect(Collectors.joining(","));

    /** The media type of the bytes of an upload. */
    static final String CONTENT_TYPE = "application/offset+octet-stream";

    private TusHeaders() {}

    /** Returns a header with a number of bytes. Throws {@link InvalidValue}, naming the header, if it is missing or malformed. */
    static long bytes(HttpRequest<?> request, String header) {
        String value = one(request, header);
        if (value == null) {
            throw new InvalidValue(header, "is required");
        }
        // Limits the number of digits, to avoid overflow.
        if (!value.matches("[0-9]{1,18}")) {
            throw new InvalidValue(header, "must be a number of bytes");
        }
        return Long.parseLong(value);
    }

    /** Returns {@code Upload-Metadata}; empty if it is absent. Throws {@link InvalidValue} if it is malformed. */
    static String metadata(HttpRequest<?> request) {
        String value = Objects.requireNonNullElse(one(request, METADATA), "");
        if (!value.chars().allMatch(c -> c >= ' ' && c <= '~')) {
            throw malformed();
        }
        return value;
    }

    /** Returns the file's name in {@code Upload-Metadata}. Throws {@link InvalidValue} if it is malformed. */
    static FileName name(String header) {
        Map<String, String> metadata = parse(header);
        return FileName.of(metadata.getOrDefault("filename", metadata.getOrDefault("name", "")));
    }

    /**
     * Returns the checksum of the body; null if there is none. Throws {@link InvalidValue} if it is malformed or uses another algorithm.
     */
    static @Nullable Checksum checksum(HttpRequest<?> request) {
        String value = one(request, CHECKSUM);
        if (value == null) {
            return null;
        }
        int space = value.indexOf(' ');
        Checksum.Algorithm algorithm = Checksum.Algorithm.of(space < 0 ? value : value.substring(0, space))
                .orElseThrow(() -> new InvalidValue(CHECKSUM, "must name one of the algorithms " + ALGORITHMS));
        try {
            byte[] digest = Base64.getDecoder().decode(space < 0 ? "" : value.substring(space + 1));
            if (digest.length > 0) {
                return new Checksum(algorithm, digest);
            }
        } catch (IllegalArgumentException malformed) {
            // Rejected below.
        }
        throw new InvalidValue(CHECKSUM, "must be an algorithm, a space and a checksum in base64");
    }

    private static Map<String, String> parse(String header) {
        Map<String, String> metadata = new HashMap<>();
        if (header.isBlank()) {
            return metadata;
        }
        for (String pair : header.split(",", -1)) {
            String[] parts = pair.strip().split(" ", 2);
            if (parts[0].isEmpty() || metadata.put(parts[0], decoded(parts.length < 2 ? "" : parts[1])) != null) {
                throw malformed();
            }
        }
        return metadata;
    }

    private static String decoded(String value) {
        try {
            return new String(Base64.getDecoder().decode(value.strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw malformed();
        }
    }

    private static InvalidValue malformed() {
        return new InvalidValue(
                METADATA, "must be pairs of a unique key and a value in base64, in ASCII, separated by commas");
    }

    private static @Nullable String one(HttpRequest<?> request, String header) {
        var values = request.getHeaders().getAll(header);
        if (values.size() > 1) {
            throw new InvalidValue(header, "must be given only once");
        }
        return values.isEmpty() ? null : values.getFirst();
    }
}
