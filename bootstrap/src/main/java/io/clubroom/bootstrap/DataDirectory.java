package io.clubroom.bootstrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where the server keeps what must survive a restart; only its own user can look into it. */
final class DataDirectory {
    private final Path path;

    private DataDirectory(Path path) {
        this.path = path;
    }

    /** The directory, made if it is not there. */
    static DataDirectory at(Path path) {
        DataDirectory directory = new DataDirectory(path);
        directory.make();
        return directory;
    }

    private void make() {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path, permissions(path, "rwx------"));
            }
        } catch (IOException denied) {
            throw failure(denied);
        }
        if (!Files.isWritable(path)) {
            throw failure(null);
        }
    }

    Path path() {
        return path;
    }

    /** The secret kept under this name, made at the first call; throws {@link StartupFailure} for one of fewer bytes. */
    String secret(String name, int leastBytes, Supplier<String> maker) {
        Path file = path.resolve(name);
        try {
            if (!Files.exists(file)) {
                // Written whole before it has its name: a crash leaves no half a secret.
                Path unfinished = Files.createTempFile(path, name, ".tmp", permissions(path, "rw-------"));
                Files.writeString(unfinished, maker.get());
                giveName(unfinished, file);
            }
        } catch (IOException denied) {
            throw failure(denied);
        }
        return read(file, leastBytes);
    }

    private static String read(Path file, int leastBytes) {
        IOException unreadable = null;
        try {
            String secret = Files.readString(file).strip();
            if (secret.getBytes(StandardCharsets.UTF_8).length >= leastBytes) {
                return secret;
            }
        } catch (IOException denied) {
            unreadable = denied;
        }
        throw new StartupFailure(
                file + " must hold a secret of at least " + leastBytes
                        + " bytes, as text that the server's user may read, and does not: remove it, and another is"
                        + " made.",
                unreadable);
    }

    private static void giveName(Path unfinished, Path file) throws IOException {
        try {
            Files.move(unfinished, file);
        } catch (FileAlreadyExistsException anotherServerWasFaster) {
            Files.delete(unfinished);
        }
    }

    private StartupFailure failure(@Nullable IOException cause) {
        return new StartupFailure(
                "DATA_DIR must be a directory that can be written to, and " + path + " is not.", cause);
    }

    private static FileAttribute<?>[] permissions(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
