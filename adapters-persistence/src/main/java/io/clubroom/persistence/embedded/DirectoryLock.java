package io.clubroom.persistence.embedded;

import io.clubroom.persistence.DatabaseFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** The lock of a data directory, held by the process that uses the database in it. */
final class DirectoryLock {
    static final String NAME = "clubroom.lock";

    private DirectoryLock() {}

    /** Takes the lock until the channel is closed or the process ends; empty if it is held already. */
    static Optional<FileChannel> take(Path home) throws IOException {
        Path file = home.resolve(NAME);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            PosixFileAttributeView attributes = Files.getFileAttributeView(file, PosixFileAttributeView.class);
            if (attributes != null) {
                attributes.setPermissions(PosixFilePermissions.fromString("rw-------"));
            }
            if (channel.tryLock() != null) {
                return Optional.of(channel);
            }
        } catch (OverlappingFileLockException sameProcess) {
            // Held, as if by another process.
        }
        channel.close();
        return Optional.empty();
    }

    /** Whether no process holds the lock at this moment. */
    static boolean isFree(Path home) throws IOException {
        Optional<FileChannel> lock = take(home);
        if (lock.isPresent()) {
            lock.get().close();
        }
        return lock.isPresent();
    }

    /** What to tell the operator if the lock is held. */
    static DatabaseFailure inUse(Path home) {
        return new DatabaseFailure(
                "Another Clubroom uses DATA_DIR " + home + ": stop it, or choose another DATA_DIR.", null);
    }
}
