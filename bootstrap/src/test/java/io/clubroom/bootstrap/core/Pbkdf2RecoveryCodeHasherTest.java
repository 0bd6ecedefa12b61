package io.clubroom.bootstrap.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.factor.RecoveryCode;
import io.clubroom.domain.factor.RecoverySalt;
import org.junit.jupiter.api.Test;

class Pbkdf2RecoveryCodeHasherTest {
    private final Pbkdf2RecoveryCodeHasher hasher = new Pbkdf2RecoveryCodeHasher();
    private final RecoverySalt salt = new RecoverySalt("00".repeat(16));

    @Test
    void hashes_like_an_independent_implementation() {
        // Python's hashlib.pbkdf2_hmac("sha256", b"abcde-23456", bytes(16), 10000).
        assertThat(hasher.hash(new RecoveryCode("abcde-23456"), salt))
                .isEqualTo(new SecretHash("c76569da20a929fd647fa5f1a18336129306604e85d729112128a1d4a4cee1e1"));
    }

    @Test
    void the_hash_depends_on_the_salt() {
        assertThat(hasher.hash(new RecoveryCode("abcde-23456"), new RecoverySalt("01".repeat(16))))
                .isNotEqualTo(hasher.hash(new RecoveryCode("abcde-23456"), salt));
    }
}
