package io.clubroom.bootstrap.file;

import io.clubroom.bootstrap.settings.FileSettings;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.file.FilePolicy;
import io.clubroom.domain.file.StoreIdentity;
import io.clubroom.files.FolderStore;
import io.clubroom.files.S3Store;
import io.clubroom.files.Spool;
import io.clubroom.memory.file.InMemoryContentStore;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

@Factory
final class FileAdapters {
    /** In-memory contents may take this fraction of the heap: a fourth. */
    private static final int HEAP_PART = 4;

    @Singleton
    FilePolicy policy(FileSettings settings) {
        return settings.policy();
    }

    @Singleton
    @Bean(preDestroy = "close")
    @Requires(property = "clubroom.adapters", notEquals = "memory")
    Spool spool(FileSettings settings) {
        return settings.bucket().isPresent() ? new Spool(settings.folder()) : FolderStore.spool(settings.folder());
    }

    @Singleton
    @Requires(property = "clubroom.adapters", notEquals = "memory")
    ContentStore store(FileSettings settings, Spool spool, StoreIdentity identity) {
        return settings.bucket()
                .<ContentStore>map(bucket -> new S3Store(bucket, settings.keys().orElse(null), spool, identity))
                .orElseGet(() -> new FolderStore(settings.folder(), spool, identity));
    }

    @Singleton
    @Requires(property = "clubroom.adapters", value = "memory")
    ContentStore inMemory() {
        return new InMemoryContentStore(Runtime.getRuntime().maxMemory() / HEAP_PART);
    }
}
