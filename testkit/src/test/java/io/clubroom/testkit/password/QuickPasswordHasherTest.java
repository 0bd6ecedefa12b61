package io.clubroom.testkit.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.clubroom.domain.Unavailable;
import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.password.PasswordHasher;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class QuickPasswordHasherTest implements PasswordHasherContract {
    private final QuickPasswordHasher hasher = new QuickPasswordHasher(12);

    @Override
    public PasswordHasher hasher() {
        return hasher;
    }

    @Override
    public PasswordHash outdatedHash() {
        return new QuickPasswordHasher(1).hash(Password.of("SecurePass123"));
    }

    @Test
    void counts_hashes_and_verifications() {
        PasswordHash hash = hasher.hash(Password.of("SecurePass123"));
        hasher.verify(new Password("SecurePass123"), hash);
        hasher.verify(new Password("SecurePass123"), null);

        assertThat(hasher.hashes()).isEqualTo(1);
        assertThat(hasher.verifications()).isEqualTo(2);
    }

    @Test
    void refuses_work_if_its_queue_is_full() {
        PasswordHash hash = hasher.hash(Password.of("SecurePass123"));
        hasher.requireCapacity();
        hasher.fill();

        Stream.<ThrowingCallable>of(
                        hasher::requireCapacity,
                        () -> hasher.hash(Password.of("SecurePass123")),
                        () -> hasher.verify(new Password("SecurePass123"), hash))
                .forEach(call -> assertThatThrownBy(call).isInstanceOf(Unavailable.class));
    }
}
