package io.clubroom.memory.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.file.StoreIdentity;
import io.clubroom.testkit.file.StoreIdentityContract;
import org.junit.jupiter.api.Test;

class InMemoryStoreIdentityTest implements StoreIdentityContract {
    private final InMemoryStoreIdentity identity = new InMemoryStoreIdentity();

    @Override
    public StoreIdentity identity() {
        return identity;
    }

    @Test
    void knows_no_store_at_first() {
        assertThat(identity.find()).isEmpty();
    }
}
