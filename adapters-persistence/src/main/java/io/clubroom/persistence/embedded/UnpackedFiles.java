package io.clubroom.persistence.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** Unpacked files, with a list to check later that they are complete and unchanged. */
final class UnpackedFiles {
    private static final String LIST = "clubroom.files";
    private static final String END = "end";

    private final Path root;

    UnpackedFiles(Path root) {
        this.root = root;
    }

    /** A file, with a checksum of its content. */
    private record Entry(String path, long size, boolean executable, long checksum) {
        static Entry of(Path root, Path file) throws IOException {
            byte[] content = Files.readAllBytes(file);
            CRC32C checksum = new CRC32C();
            checksum.update(content);
            String path = root.relativize(file).toString();
            return new Entry(path, content.length, Files.isExecutable(file), checksum.getValue());
        }

        static Entry parse(String line) {
            String[] parts = line.split(" ", 4);
            return new Entry(parts[3], Long.parseLong(parts[0]), parts[1].equals("x"), Long.parseLong(parts[2]));
        }

        @Override
        public String toString() {
            return size + " " + (executable ? "x" : "-") + " " + checksum + " " + path;
        }
    }

    /** Lists the files and writes them all to the disk, so that they outlive a power failure. */
    void seal() throws IOException {
        List<Path> directories;
        List<String> entries;
        try (Stream<Path> all = Files.walk(root)) {
            List<Path> paths = all.toList();
            directories = paths.stream().filter(path -> Files.isDirectory(path)).toList();
            // In parallel, because a disk can do much of it at once.
            entries = paths.parallelStream()
                    .filter(path -> Files.isRegularFile(path))
                    .map(this::seal)
                    .toList();
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
        Files.writeString(
                root.resolve(LIST),
                String.join("\n", entries) + "\n" + END + "\n",
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        for (Path directory : directories) {
            syncDirectory(directory);
        }
    }

    private String seal(Path file) {
        syncFile(file);
        try {
            return Entry.of(root, file).toString();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Writes all files and directories below a directory to the disk. */
    static void sync(Path root) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            // In parallel, because a disk can do much of it at once.
            all.toList().parallelStream().forEach(path -> {
                if (Files.isDirectory(path)) {
                    syncDirectory(path);
                } else {
                    syncFile(path);
                }
            });
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private static void syncFile(Path file) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Writes the names in a directory to the disk. */
    static void syncDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException notOnThisSystem) {
            // Windows opens no directories, and writes their changes to a journal.
        }
    }

    /** Whether all files exist with the right sizes. Takes milliseconds. */
    boolean areComplete() {
        return check(entry -> {
            Path file = root.resolve(entry.path);
            return Files.isRegularFile(file)
                    && Files.size(file) == entry.size
                    && (!entry.executable || Files.isExecutable(file));
        });
    }

    /** Whether all files have the right content. Reads all of them. */
    boolean areIntact() {
        return check(entry -> Entry.of(root, root.resolve(entry.path)).equals(entry));
    }

    private boolean check(Check check) {
        try {
            List<String> lines = Files.readAllLines(root.resolve(LIST), UTF_8);
            if (lines.isEmpty() || !lines.getLast().equals(END)) {
                return false;
            }
            for (String line : lines.subList(0, lines.size() - 1)) {
                if (!check.passes(Entry.parse(line))) {
                    return false;
                }
            }
            return true;
        } catch (IOException | IllegalArgumentException | ArrayIndexOutOfBoundsException damaged) {
            return false;
        }
    }

    @FunctionalInterface
    private interface Check {
        boolean passes(Entry entry) throws IOException;
    }
}
