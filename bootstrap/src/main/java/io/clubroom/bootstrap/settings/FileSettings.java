package io.clubroom.bootstrap.settings;

import io.clubroom.domain.file.FilePolicy;
import io.clubroom.files.S3Keys;
import io.clubroom.files.S3Location;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the contents of files are kept, and what files users may have.
 *
 * @param bucket empty to keep them in the folder
 * @param keys for the bucket; empty for those that the SDK finds
 * @param folder of the contents, or of those that are not in the bucket yet
 */
public record FileSettings(Optional<S3Location> bucket, Optional<S3Keys> keys, Path folder, FilePolicy policy) {}
