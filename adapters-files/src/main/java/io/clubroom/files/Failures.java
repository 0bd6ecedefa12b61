package io.clubroom.files;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.file.StorageFull;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What failures of file systems mean. */
final class Failures {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    /** ENOSPC and EDQUOT in English, and what Windows says. Where it is said in another language, the file system is asked. */
    private static final List<String> FULL = List.of("no space left", "quota exceeded", "not enough space");

    /** With fewer bytes than this, a file system counts as full. */
    private static final long LEAST_ROOM = 64 * 1024;

    private Failures() {}

    /** The exception for a failure to write into the folder. */
    static RuntimeException writing(Path folder, IOException cause) {
        return isFull(folder, cause) ? new StorageFull(cause) : unavailable(cause);
    }

    static Unavailable unavailable(Throwable cause) {
        return unavailable("The store of files failed: " + cause, cause);
    }

    static Unavailable unavailable(String message, @Nullable Throwable cause) {
        return new Unavailable(Unavailable.What.FILES, RETRY_AFTER, message, cause);
    }

    private static boolean isFull(Path folder, IOException cause) {
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        if (FULL.stream().anyMatch(message::contains)) {
            return true;
        }
        try {
            return Files.getFileStore(folder).getUsableSpace() < LEAST_ROOM;
        } catch (IOException unreachable) {
            return false;
        }
    }
}
