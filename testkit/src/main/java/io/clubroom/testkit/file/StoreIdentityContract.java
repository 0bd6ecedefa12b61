package io.clubroom.testkit.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.file.StoreIdentity;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The contract of {@link StoreIdentity}. */
public interface StoreIdentityContract {
    /** One that may remember a store already. */
    StoreIdentity identity();

    @Test
    default void remembers_the_first_store_and_no_other() {
        UUID first = identity().remember(UUID.randomUUID());

        assertThat(identity().remember(UUID.randomUUID())).isEqualTo(first);
        assertThat(identity().find()).contains(first);
    }
}
