package io.clubroom.files;

import io.clubroom.domain.file.ContentStore;
import io.clubroom.testkit.file.ContentStoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FolderStoreTest implements ContentStoreContract {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Override
    public ContentStore store() {
        return new FolderStore(folder, FolderStore.spool(folder));
    }
}
