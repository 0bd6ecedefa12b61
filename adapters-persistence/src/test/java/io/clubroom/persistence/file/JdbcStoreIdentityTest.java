package io.clubroom.persistence.file;

import io.clubroom.domain.file.StoreIdentity;
import io.clubroom.persistence.EmptyStore;
import io.clubroom.testkit.file.StoreIdentityContract;
import org.junit.jupiter.api.extension.RegisterExtension;

class JdbcStoreIdentityTest implements StoreIdentityContract {
    @RegisterExtension
    static final EmptyStore STORE = new EmptyStore();

    @Override
    public StoreIdentity identity() {
        return STORE.node().storeIdentity();
    }
}
