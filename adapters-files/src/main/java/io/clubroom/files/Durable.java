package io.clubroom.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Makes names in directories survive a loss of power. */
final class Durable {
    private static final boolean HAS_DIRECTORY_CHANNELS =
            Path.of("/").getFileSystem().supportedFileAttributeViews().contains("posix");

    private Durable() {}

    /** Writes the names of a directory to its disk. Windows does that itself, and opens no directories. */
    static void directory(Path directory) throws IOException {
        if (HAS_DIRECTORY_CHANNELS) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
