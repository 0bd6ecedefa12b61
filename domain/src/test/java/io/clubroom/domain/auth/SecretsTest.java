package io.clubroom.domain.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.password.PasswordHash;
import io.clubroom.domain.user.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SecretsTest {
    @Test
    void a_password_hash_never_prints_itself() {
        assertThat(new PasswordHash("secret")).hasToString("PasswordHash[hidden]");
    }

    @Test
    void an_access_token_never_prints_itself() {
        assertThat(new AccessToken("secret", Duration.ofHours(1))).hasToString("AccessToken[hidden, expiresIn=PT1H]");
    }

    @Test
    void a_refresh_token_never_prints_its_hash() {
        SecretHash hash = SecretHash.of("secret");
        Instant now = Instant.parse("2025-03-06T22:05:39Z");
        RefreshToken token = new RefreshToken(hash, new UUID(1, 2), new UserId(new UUID(3, 4)), 0, now, now, null);

        assertThat(token.toString()).contains("SecretHash[hidden]").doesNotContain(hash.value());
    }

    @Test
    void a_secret_is_stored_as_its_sha_256() {
        // FIPS 180-4, the example for "abc".
        assertThat(SecretHash.of("abc").value())
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
