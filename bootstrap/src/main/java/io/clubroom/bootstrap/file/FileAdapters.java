package io.clubroom.bootstrap.file;

import io.clubroom.bootstrap.settings.FileSettings;
import io.clubroom.domain.file.ContentStore;
import io.clubroom.domain.file.FilePolicy;
import io.clubroom.files.FolderStore;
import io.clubroom.files.Spool;
import io.clubroom.memory.file.InMemoryContentStore;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import jakarta.inject.Singleton;

@Factory
final class FileAdapters {
    /** Of the heap, when contents are kept in memory: a fourth. */
    private static final int HEAP_PART = 4;

    @Singleton
    FilePolicy policy(FileSettings settings) {
        return settings.policy();
    }

    @Singleton
    @Bean(preDestroy = "close")
    @Requires(property = "clubroom.adapters", notEquals = "memory")
    Spool spool(FileSettings settings) {
        return FolderStore.spool(settings.folder());
    }

    @Singleton
    @Requires(property = "clubroom.adapters", notEquals = "memory")
    ContentStore store(FileSettings settings, Spool spool) {
        return new FolderStore(settings.folder(), spool);
    }

    @Singleton
    @Requires(property = "clubroom.adapters", value = "memory")
    ContentStore inMemory() {
        return new InMemoryContentStore(Runtime.getRuntime().maxMemory() / HEAP_PART);
    }
}
