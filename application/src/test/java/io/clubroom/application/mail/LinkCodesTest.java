package io.clubroom.application.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.clubroom.domain.auth.SecretHash;
import io.clubroom.domain.mail.AccountLink.Purpose;
import io.clubroom.domain.user.UserId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LinkCodesTest {
    private static final UserId USER = new UserId(UUID.randomUUID());

    private final LinkCodes codes = new LinkCodes((purpose, text) -> SecretHash.of(purpose + text), () -> 42);

    @Test
    void a_code_has_six_digits() {
        assertThat(codes.next()).isEqualTo("000042");
    }

    @Test
    void the_hash_depends_on_the_code_its_user_and_its_purpose() {
        SecretHash hash = codes.hash(Purpose.RESET, USER, "000042");

        assertThat(codes.hash(Purpose.RESET, USER, "000042")).isEqualTo(hash);
        assertThat(codes.hash(Purpose.RESET, USER, "000043")).isNotEqualTo(hash);
        assertThat(codes.hash(Purpose.VERIFICATION, USER, "000042")).isNotEqualTo(hash);
        assertThat(codes.hash(Purpose.RESET, new UserId(UUID.randomUUID()), "000042"))
                .isNotEqualTo(hash);
    }
}
