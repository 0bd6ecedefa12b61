package io.clubroom.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A folder for the bytes of contents that are not stored yet. Each process has a directory of its own in it, with a lock that the
 * system releases when the process ends, in whatever way: what is in a directory without a process is left over. So nodes can share the
 * folder.
 */
public final class Spool implements AutoCloseable {
    private static final String LOCK = "lock";

    /** The directories of this process. A process would lose its lock by opening and closing the file again (fcntl(2)). */
    private static final Set<Path> OF_THIS_PROCESS = ConcurrentHashMap.newKeySet();

    /** The directory and its lock. */
    private record Own(Path directory, FileChannel lock) {}

    private final Path folder;
    private @Nullable Own own;

    /** @param folder which is created when it is needed */
    public Spool(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    Path folder() {
        return folder;
    }

    /** Creates an empty file. */
    Path create() throws IOException {
        Path file = own().resolve(UUID.randomUUID().toString());
        OwnerOnly.createFile(file).close();
        return file;
    }

    private synchronized Path own() throws IOException {
        if (own != null && !Files.exists(own.directory.resolve(LOCK))) {
            release(own);
            own = null;
        }
        while (own == null) {
            own = take(folder.resolve(UUID.randomUUID().toString()));
        }
        return own.directory;
    }

    /** Null if another process took the new directory for one that was left over. */
    private static @Nullable Own take(Path directory) throws IOException {
        OF_THIS_PROCESS.add(directory);
        try {
            OwnerOnly.createDirectories(directory);
            FileChannel lock = OwnerOnly.createFile(directory.resolve(LOCK));
            if (lock.tryLock() != null && Files.exists(directory.resolve(LOCK))) {
                return new Own(directory, lock);
            }
            lock.close();
        } catch (NoSuchFileException takenWithoutLock) {
            // As below.
        }
        OF_THIS_PROCESS.remove(directory);
        return null;
    }

    private static void release(Own own) throws IOException {
        own.lock.close();
        OF_THIS_PROCESS.remove(own.directory);
    }

    /** Removes what processes left that are no more. */
    public void removeLeftovers() throws IOException {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(folder)) {
            for (Path directory : directories) {
                if (!OF_THIS_PROCESS.contains(directory)) {
                    removeUnlessLocked(directory);
                }
            }
        } catch (NoSuchFileException nothingYet) {
            // Created when it is needed.
        }
    }

    private static void removeUnlessLocked(Path directory) throws IOException {
        try (FileChannel lock = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE)) {
            if (lock.tryLock() != null) {
                remove(directory);
            }
        } catch (NoSuchFileException withoutLock) {
            removeEmpty(directory);
        }
    }

    /** The lock is removed last, so that a process which dies meanwhile leaves it for the next one. */
    private static void remove(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                if (!file.endsWith(LOCK)) {
                    Files.deleteIfExists(file);
                }
            }
        }
        Files.deleteIfExists(directory.resolve(LOCK));
        removeEmpty(directory);
    }

    private static void removeEmpty(Path directory) throws IOException {
        try {
            Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException justTaken) {
            // By a process that begins.
        }
    }

    /** Removes what is in this process's directory. */
    @Override
    public synchronized void close() throws IOException {
        if (own != null) {
            remove(own.directory);
            release(own);
            own = null;
        }
    }
}
