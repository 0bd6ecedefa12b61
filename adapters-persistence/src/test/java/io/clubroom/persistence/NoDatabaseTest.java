package io.clubroom.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.auth.TokenRevocations;
import io.clubroom.domain.user.Users;
import io.micronaut.context.ApplicationContext;
import org.junit.jupiter.api.Test;

class NoDatabaseTest {
    @Test
    void without_a_database_there_are_no_adapters_in_the_way_of_others() {
        try (ApplicationContext context = ApplicationContext.run()) {
            assertThat(context.containsBean(Users.class)).isFalse();
            assertThat(context.containsBean(Transactions.class)).isFalse();
            assertThat(context.containsBean(TokenRevocations.class)).isFalse();
            assertThat(context.containsBean(DatabaseGate.class)).isFalse();
        }
    }
}
