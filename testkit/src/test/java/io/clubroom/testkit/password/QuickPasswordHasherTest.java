package io.clubroom.testkit.password;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.password.Password;
import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.password.PasswordHasher;
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
    void counts_what_it_is_asked() {
        PasswordHash hash = hasher.hash(Password.of("SecurePass123"));
        hasher.verify(new Password("SecurePass123"), hash);
        hasher.verify(new Password("SecurePass123"), null);

        assertThat(hasher.hashes()).isEqualTo(1);
        assertThat(hasher.verifications()).isEqualTo(2);
    }
}
