package io.clubroom.files;

import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.file.NewContent;
import io.clubroom.domain.file.StoreIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Contents as files of a folder, which nodes may share: {@code <shard in hex>/<id>}. */
public final class FolderStore implements ContentStore {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Path folder;
    private final Spool spool;
    private final Ownership ownership;

    /**
     * The shards whose directories were written to the disk. One that exists need not have been: another thread, or a server that was killed,
     * may just have created it.
     */
    private final Set<Integer> durable = ConcurrentHashMap.newKeySet();

    /** @param folder created when it is first used, if it does not exist */
    public FolderStore(Path folder, Spool spool, StoreIdentity identity) {
        this.folder = folder;
        this.spool = spool;
        this.ownership = new Ownership(new FolderMark(folder), identity);
    }

    /** The id that is written so, if it is one. */
    static Optional<ContentId> id(String text) {
        return ID.matcher(text).matches() ? Optional.of(new ContentId(UUID.fromString(text))) : Optional.empty();
    }

    /** Where contents are gathered, in the same file system, so that they need only be renamed. */
    public static Spool spool(Path folder) {
        return new Spool(folder.resolve("spool"));
    }

    @Override
    public NewContent create() {
        ownership.verify();
        return SpooledContent.create(spool, this::store);
    }

    private void store(Path file, ContentId id) throws IOException {
        Path directory = directory(id.shard());
        if (!Files.isDirectory(directory) || !durable.contains(id.shard())) {
            OwnerOnly.createDirectory(directory);
            Durable.directory(folder);
            durable.add(id.shard());
        }
        Files.move(file, directory.resolve(id.toString()), StandardCopyOption.ATOMIC_MOVE);
        Durable.directory(directory);
    }

    @Override
    public Optional<Content> open(ContentId id) {
        Path file = file(id);
        try {
            return Optional.of(new StoredFileContent(file, Files.size(file)));
        } catch (NoSuchFileException none) {
            ownership.verify();
            return Optional.empty();
        } catch (IOException failure) {
            throw Failures.unavailable(failure);
        }
    }

    @Override
    public void remove(ContentId id) {
        try {
            if (!Files.deleteIfExists(file(id))) {
                ownership.verify();
            }
        } catch (IOException failure) {
            throw Failures.unavailable(failure);
        }
    }

    @Override
    public Set<ContentId> list(int shard) {
        ownership.verify();
        Set<ContentId> ids = new HashSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory(shard))) {
            for (Path file : files) {
                id(String.valueOf(file.getFileName())).ifPresent(ids::add);
            }
        } catch (NoSuchFileException none) {
            return Set.of();
        } catch (IOException failure) {
            throw Failures.unavailable(failure);
        }
        return ids;
    }

    @Override
    public void check() {
        try (NewContent probe = create()) {
            probe.write(ByteBuffer.wrap(new byte[] {1}));
        }
    }

    private Path directory(int shard) {
        return folder.resolve(HexFormat.of().toHexDigits((byte) shard));
    }

    private Path file(ContentId id) {
        return directory(id.shard()).resolve(id.toString());
    }

    private record StoredFileContent(Path file, long size) implements Content {
        @Override
        public FileChannel openFile() {
            try {
                return FileChannel.open(file, StandardOpenOption.READ);
            } catch (IOException failure) {
                throw Failures.unavailable(failure);
            }
        }

        @Override
        public InputStream read(long offset, long length) {
            try {
                InputStream in = Channels.newInputStream(openFile().position(offset));
                return new StoredInput(in, Math.clamp(size - offset, 0, length), in);
            } catch (IOException failure) {
                throw Failures.unavailable(failure);
            }
        }
    }
}
