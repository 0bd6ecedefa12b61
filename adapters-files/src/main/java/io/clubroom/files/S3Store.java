package io.clubroom.files;

import io.clubroom.domain.file.ContentId;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.file.NewContent;
import io.clubroom.domain.file.StorageFull;
import io.clubroom.domain.file.StoreIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Contents as objects of an S3-compatible store: {@code <prefix><shard in hex>/<id>}. */
public final class S3Store implements ContentStore, AutoCloseable {
    /** Shorter than the 30 seconds that a call may take, so that the answer leaves in time. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private static final Duration READ = Duration.ofSeconds(20);

    /** HTTP's (RFC 4918 §11.5), S3's of Ceph and others, and MinIO's. */
    private static final Set<String> FULL = Set.of("InsufficientStorage", "QuotaExceeded", "XMinioStorageFull");

    /** How many contents are removed at the same time. */
    private static final int REMOVALS = 16;

    private static final int INSUFFICIENT_STORAGE = 507;
    private static final int NOT_FOUND = 404;

    private final S3Location location;
    private final Spool spool;
    private final S3Client client;
    private final Patience patience;
    private final Ownership ownership;

    /**
     * Does not connect yet.
     *
     * @param keys null for what the SDK finds
     * @param spool where contents are gathered
     */
    public S3Store(S3Location location, @Nullable S3Keys keys, Spool spool, StoreIdentity identity) {
        this(location, keys, spool, identity, READ, PATIENCE);
    }

    S3Store(
            S3Location location,
            @Nullable S3Keys keys,
            Spool spool,
            StoreIdentity identity,
            Duration read,
            Duration patience) {
        this.location = location;
        this.spool = spool;
        this.client = S3Connection.open(location, keys, read);
        this.patience = new Patience(patience);
        this.ownership = new Ownership(new S3Mark(this, client, location), identity);
    }

    @Override
    public NewContent create() {
        ownership.verifyOnce();
        return SpooledContent.create(spool, this::store);
    }

    private void store(Path file, ContentId id) throws IOException {
        long size = Files.size(file);
        call(progress -> {
            new S3Upload(client, location.bucket(), key(id), file, size, progress).run();
            return id;
        });
    }

    @Override
    public Optional<Content> open(ContentId id) {
        Optional<Content> found = size(key(id)).map(size -> new S3Content(key(id), size));
        if (found.isEmpty()) {
            // HEAD does not tell a missing bucket from a missing object.
            ownership.verify();
        }
        return found;
    }

    private Optional<Long> size(String key) {
        return call(_ -> {
            try {
                return Optional.of(client.headObject(
                                request -> request.bucket(location.bucket()).key(key))
                        .contentLength());
            } catch (S3Exception failure) {
                if (failure.statusCode() == NOT_FOUND) {
                    return Optional.empty();
                }
                throw failure;
            }
        });
    }

    @Override
    public void remove(ContentId id) {
        ownership.verifyOnce();
        call(_ ->
                client.deleteObject(request -> request.bucket(location.bucket()).key(key(id))));
    }

    /** One request for each, several at a time: stores disagree on the checksum of a request that removes many. */
    @Override
    public void removeAll(Collection<ContentId> ids) {
        List<ContentId> all = List.copyOf(ids);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int from = 0; from < all.size(); from += REMOVALS) {
                CompletableFuture.allOf(all.subList(from, Math.min(from + REMOVALS, all.size())).stream()
                                .map(id -> CompletableFuture.runAsync(() -> remove(id), executor))
                                .toArray(CompletableFuture<?>[]::new))
                        .join();
            }
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException failure ? failure : failed;
        }
    }

    @Override
    public Set<ContentId> list(int shard) {
        ownership.verify();
        String prefix = directory(shard);
        return call(progress -> {
            Set<ContentId> ids = new HashSet<>();
            client.listObjectsV2Paginator(
                            request -> request.bucket(location.bucket()).prefix(prefix))
                    .forEach(page -> {
                        progress.note();
                        page.contents().stream()
                                .map(S3Object::key)
                                .flatMap(key -> FolderStore.id(key.substring(prefix.length())).stream())
                                .forEach(ids::add);
                    });
            return ids;
        });
    }

    @Override
    public void check() {
        ownership.verify();
    }

    <T> T call(Patience.Call<T> call) {
        try {
            return patience.call(call);
        } catch (S3Exception failure) {
            throw failure.statusCode() == INSUFFICIENT_STORAGE
                            || (failure.awsErrorDetails() != null
                                    && FULL.contains(String.valueOf(
                                            failure.awsErrorDetails().errorCode())))
                    ? new StorageFull(failure)
                    : Failures.unavailable(failure);
        } catch (SdkException | IOException | UncheckedIOException failure) {
            throw Failures.unavailable(failure);
        }
    }

    private String directory(int shard) {
        return location.prefix() + HexFormat.of().toHexDigits((byte) shard) + "/";
    }

    private String key(ContentId id) {
        return directory(id.shard()) + id;
    }

    @Override
    public void close() {
        client.close();
    }

    private final class S3Content implements Content {
        private final String key;
        private final long size;

        private S3Content(String key, long size) {
            this.key = key;
            this.size = size;
        }

        @Override
        public long size() {
            return size;
        }

        @Override
        public @Nullable FileChannel openFile() {
            return null;
        }

        @Override
        public InputStream read(long offset, long length) {
            long end = Math.min(size, offset + Math.min(length, size));
            if (offset >= end) {
                return InputStream.nullInputStream();
            }
            ResponseInputStream<GetObjectResponse> in = call(_ -> client.getObject(
                    request -> request.bucket(location.bucket()).key(key).range("bytes=" + offset + "-" + (end - 1))));
            return new StoredInput(in, end - offset, in::abort);
        }
    }
}
