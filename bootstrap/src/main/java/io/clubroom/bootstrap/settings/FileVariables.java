package io.clubroom.bootstrap.settings;

import io.clubroom.domain.file.AcceptedTypes;
import io.clubroom.domain.file.FilePolicy;
import io.clubroom.domain.file.MediaType;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Reads the settings of files. */
final class FileVariables {
    /** Listed in {@code docs/files.md}. */
    static final List<String> DEFAULT_TYPES = List.of(
            "image/*",
            "audio/*",
            "video/*",
            "text/plain",
            "application/pdf",
            "application/zip",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "application/vnd.openxmlformats-officedocument.presentationml.presentation",
            "application/vnd.oasis.opendocument.text",
            "application/vnd.oasis.opendocument.spreadsheet",
            "application/vnd.oasis.opendocument.presentation",
            "application/vnd.oasis.opendocument.graphics",
            "application/msword",
            "application/vnd.ms-excel",
            "application/vnd.ms-powerpoint");

    private static final long MIB = 1 << 20;

    /** As many bytes as an upload in parts may have. */
    private static final long MAX_FILE_BYTES = 64 * 1024 * MIB;

    private static final long MAX_QUOTA_BYTES = 1024 * 1024 * 1024 * MIB;

    /** RFC 6838 §4.2 */
    private static final Pattern TYPE =
            Pattern.compile("[a-z0-9][a-z0-9!#$&^_.+-]*/([a-z0-9][a-z0-9!#$&^_.+-]*|\\*)|\\*/\\*");

    private FileVariables() {}

    static FileSettings read(Variables variables, Path dataDir) {
        return new FileSettings(
                variables.text("FILES").map(_ -> variables.path("FILES", "")).orElse(dataDir.resolve("files")),
                new FilePolicy(
                        variables.number("FILE_MAX_BYTES", 50 * MIB, 1, MAX_FILE_BYTES),
                        variables.number("FILE_QUOTA_BYTES", 1024 * MIB, 0, MAX_QUOTA_BYTES),
                        new AcceptedTypes(types(variables)),
                        variables.flag("FILES_KEEP_METADATA", false)));
    }

    private static List<MediaType> types(Variables variables) {
        List<String> types = variables.list("FILE_TYPES");
        return (types.isEmpty() ? DEFAULT_TYPES : types)
                .stream().map(FileVariables::type).toList();
    }

    private static MediaType type(String text) {
        String type = text.toLowerCase(Locale.ROOT);
        if (!TYPE.matcher(type).matches()) {
            throw new InvalidSetting(
                    "FILE_TYPES", "must be media types such as image/* or application/pdf, separated by commas");
        }
        return new MediaType(type);
    }
}
