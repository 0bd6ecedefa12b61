package io.clubroom.domain.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.auth.SecretHash;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SignInSecretsTest {
    @Test
    void nothing_prints_a_secret() {
        SecretHash hash = SecretHash.of("secret-word");

        assertThat(new SignInSecrets("secret-word", "secret-word", "secret-word").toString())
                .doesNotContain("secret-word");
        assertThat(new ProviderAnswer.Granted("secret-word", null).toString()).doesNotContain("secret-word");
        assertThat(hash.toString()).doesNotContain(hash.value());
        assertThat(new SignInAttempt(hash, hash, Provider.GOOGLE, "secret-word", "secret-word", null, Instant.EPOCH)
                        .toString())
                .doesNotContain("secret-word")
                .doesNotContain(hash.value());
    }

    @Test
    void a_provider_is_found_by_its_exact_name_only() {
        assertThat(Provider.of("github")).contains(Provider.GITHUB);
        assertThat(Provider.of("GitHub")).isEmpty();
        assertThat(Provider.of("")).isEmpty();
    }
}
