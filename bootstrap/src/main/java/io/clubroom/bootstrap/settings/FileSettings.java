package io.clubroom.bootstrap.settings;

import io.clubroom.domain.file.FilePolicy;
import io.clubroom.files.S3Keys;
import io.clubroom.files.S3Location;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The settings of the store of files, and the policy for users' files.
 *
 * @param bucket the bucket for contents; empty to keep them in the folder
 * @param keys the credentials for the bucket; empty to use those that the SDK finds
 * @param folder the folder for contents, or for those that are not in the bucket yet
 */
public record FileSettings(Optional<S3Location> bucket, Optional<S3Keys> keys, Path folder, FilePolicy policy) {}
