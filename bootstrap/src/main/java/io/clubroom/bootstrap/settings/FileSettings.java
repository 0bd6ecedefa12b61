package io.clubroom.bootstrap.settings;

import io.clubroom.domain.file.FilePolicy;
import java.nio.file.Path;

/**
 * Where the contents of files are kept, and what files users may have.
 *
 * @param folder of the contents
 */
public record FileSettings(Path folder, FilePolicy policy) {}
