package io.clubroom.bootstrap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The directory for persistent data, accessible to the server's user only. */
final class DataDirectory {
    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rwx------");

    private final Path path;

    private DataDirectory(Path path) {
        this.path = path;
    }

    /** The directory, created if it does not exist. */
    static DataDirectory at(Path path) {
        DataDirectory directory = new DataDirectory(path);
        directory.make();
        return directory;
    }

    private void make() {
        try {
            if (!Files.isDirectory(path)) {
                Files.createDirectories(path, permissions(path, PosixFilePermissions.toString(OWNER_ONLY)));
            }
        } catch (IOException denied) {
            throw failure(denied);
        }
        if (!Files.isWritable(path)) {
            throw failure(null);
        }
        try {
            keepOthersOut();
        } catch (IOException denied) {
            throw failure(denied);
        }
    }

    /** Restricts permissions, because earlier releases and operators may have created the directory with others. */
    private void keepOthersOut() throws IOException {
        PosixFileAttributeView attributes = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (attributes == null) {
            return;
        }
        Set<PosixFilePermission> before = attributes.readAttributes().permissions();
        if (!OWNER_ONLY.containsAll(before)) {
            attributes.setPermissions(OWNER_ONLY);
            LOG.warn(
                    "DATA_DIR {} was accessible to other users ({}); now it is accessible to its owner only",
                    path,
                    PosixFilePermissions.toString(before));
        }
    }

    Path path() {
        return path;
    }

    /**
     * Returns the secret stored under this name, and generates and stores it if there is none.
     *
     * @throws StartupFailure if the stored secret is shorter than {@code leastBytes} or cannot be read
     */
    String secret(String name, int leastBytes, Supplier<String> maker) {
        Path file = path.resolve(name);
        try {
            if (!Files.exists(file)) {
                // Written under a temporary name first, so that a crash never leaves a partial secret.
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
                        + " bytes, as UTF-8 text that the server's user can read, and does not: remove it to have"
                        + " another one generated.",
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
        return new StartupFailure("DATA_DIR must be a writable directory, and " + path + " is not one.", cause);
    }

    private static FileAttribute<?>[] permissions(Path path, String permissions) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
