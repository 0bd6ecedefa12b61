package io.clubroom.bootstrap.settings;

import io.clubroom.domain.file.AcceptedTypes;
import io.clubroom.domain.file.FilePolicy;
import io.clubroom.domain.file.MediaType;
import io.clubroom.files.S3Keys;
import io.clubroom.files.S3Location;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
        Optional<String> files = variables.text("FILES");
        Optional<String> region = variables.text("AWS_REGION");
        Optional<S3Location> bucket =
                files.filter(S3Location::isMeant).map(text -> bucket(text).inRegion(region));
        return new FileSettings(
                bucket,
                keys(variables, bucket.isPresent()),
                bucket.isPresent() ? dataDir.resolve("spool") : folder(variables, dataDir),
                new FilePolicy(
                        variables.number("FILE_MAX_BYTES", 50 * MIB, 1, MAX_FILE_BYTES),
                        variables.number("FILE_QUOTA_BYTES", 1024 * MIB, 0, MAX_QUOTA_BYTES),
                        new AcceptedTypes(types(variables)),
                        variables.flag("FILES_KEEP_METADATA", false)));
    }

    private static Path folder(Variables variables, Path dataDir) {
        Optional<String> files = variables.text("FILES");
        if (files.filter(text -> text.contains("://")).isPresent()) {
            throw new InvalidSetting(
                    "FILES", "must be a folder, or a bucket such as s3://bucket/prefix?region=eu-central-1");
        }
        return files.isPresent() ? variables.path("FILES", "") : dataDir.resolve("files");
    }

    private static S3Location bucket(String text) {
        try {
            return S3Location.parse(text);
        } catch (S3Location.Invalid invalid) {
            throw new InvalidSetting("FILES", String.valueOf(invalid.getMessage()));
        }
    }

    private static Optional<S3Keys> keys(Variables variables, boolean hasBucket) {
        Optional<String> id = variables.text("AWS_ACCESS_KEY_ID");
        Optional<String> secret = variables.text("AWS_SECRET_ACCESS_KEY");
        Optional<String> sessionToken = variables.text("AWS_SESSION_TOKEN");
        if (hasBucket && id.isPresent() != secret.isPresent()) {
            throw new InvalidSetting(
                    id.isPresent() ? "AWS_SECRET_ACCESS_KEY" : "AWS_ACCESS_KEY_ID",
                    "must be set, too, because its counterpart is");
        }
        return id.flatMap(text -> secret.map(key -> new S3Keys(text, key, sessionToken)));
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
