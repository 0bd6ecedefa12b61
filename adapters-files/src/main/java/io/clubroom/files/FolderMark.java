package io.clubroom.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/** The mark of a folder: a file in it. */
final class FolderMark implements Ownership.Mark {
    private static final int MAX_LENGTH = 1000;

    private final Path folder;
    private final Path file;

    FolderMark(Path folder) {
        this.folder = folder;
        this.file = folder.resolve(Ownership.MARK);
    }

    @Override
    public Optional<String> read() {
        try (var in = Files.newInputStream(file)) {
            return Optional.of(new String(in.readNBytes(MAX_LENGTH), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException failure) {
            throw Failures.unavailable(failure);
        }
    }

    @Override
    public void create(String text) {
        try {
            OwnerOnly.createDirectories(folder);
            Path unfinished = unfinished(text);
            try {
                Files.createLink(file, unfinished);
            } catch (UnsupportedOperationException withoutLinks) {
                Files.copy(unfinished, file);
            } catch (FileAlreadyExistsException anotherNodeWasFaster) {
                // Its mark holds.
            }
            Files.delete(unfinished);
            Durable.directory(folder);
        } catch (IOException failure) {
            throw Failures.writing(folder, failure);
        }
    }

    @Override
    public void replace(String text) {
        try {
            Files.move(unfinished(text), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Durable.directory(folder);
        } catch (IOException failure) {
            throw Failures.writing(folder, failure);
        }
    }

    private Path unfinished(String text) throws IOException {
        Path unfinished = folder.resolve(Ownership.MARK + "-" + UUID.randomUUID());
        try (FileChannel channel = OwnerOnly.createFile(unfinished)) {
            channel.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
        return unfinished;
    }

    @Override
    public boolean hasContents() {
        try (DirectoryStream<Path> shards = Files.newDirectoryStream(folder, "[0-9a-f][0-9a-f]")) {
            for (Path shard : shards) {
                try (DirectoryStream<Path> contents = Files.newDirectoryStream(shard)) {
                    if (contents.iterator().hasNext()) {
                        return true;
                    }
                }
            }
            return false;
        } catch (IOException failure) {
            throw Failures.unavailable(failure);
        }
    }
}
