package io.clubroom.testkit.factor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Transactions;
import io.clubroom.domain.user.UserId;
import io.clubroom.domain.user.Users;
import io.clubroom.testkit.user.UserFixture;
import java.time.Instant;
import java.util.UUID;

/** What the contracts of this package have in common: what is stored belongs to users. */
public interface UserStore {
    Instant NOW = Instant.parse("2025-03-06T22:05:39.123456Z");

    Users users();

    Transactions transactions();

    default UserId storedUser() {
        var user = UserFixture.user().build();
        users().add(user);
        return user.id();
    }

    default UserId unknownUser() {
        return new UserId(UUID.randomUUID());
    }

    default void removeUser(UserId user) {
        transactions().call(() -> {
            users().lock(user);
            users().remove(user);
            return true;
        });
    }

    default void rollBack(Runnable work) {
        RuntimeException failure = new IllegalArgumentException("on purpose");
        assertThatThrownBy(() -> transactions().call(() -> {
                    work.run();
                    throw failure;
                }))
                .isSameAs(failure);
    }
}
